import Dispatch
import Foundation

/// How many threads computations use: as many as oneDNN's, `OMP_NUM_THREADS` or the machine's cores.
public let computingThreads: Int = {
    let asked = ProcessInfo.processInfo.environment["OMP_NUM_THREADS"].flatMap { Int($0) } ?? 0
    return asked > 0 ? asked : ProcessInfo.processInfo.activeProcessorCount
}()

/// Calls `body` with consecutive ranges that cover `0 ..< count`, on several threads when there is work for them.
///
/// The ranges must be independent of each other: no two may write the same place. What is computed does not depend on
/// how many there are.
///
/// - Parameter cost: the numbers that each index reads or writes; little work stays on one thread.
package func inParallel(_ count: Int, cost: Int, _ body: (Range<Int>) -> Void) {
    let parts = min(computingThreads, count, count * cost / 16_384)
    guard parts > 1 else { return body(0..<count) }
    // The ranges are independent, see above.
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: parts) { part in
        body(count * part / parts..<count * (part + 1) / parts)
    }
}
