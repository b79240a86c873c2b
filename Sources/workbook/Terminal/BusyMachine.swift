import Foundation
import TrainingCore

/// Says so when other programs want the cores that a long job would use. Threads that share a job wait for one another
/// hundreds of times a step; where one of them has to wait for its core, a single thread is several times as fast.
///
/// Nothing changes by itself: the number of threads decides the order of sums, and with it the last digits of a result.
func warnIfBusy() {
    guard computingThreads > 1, ProcessInfo.processInfo.environment["OMP_NUM_THREADS"] == nil else { return }
    let samples = (0..<5).compactMap { _ in
        usleep(20_000)
        return runningThreads()
    }
    // This thread is one of them.
    guard let others = samples.min().map({ $0 - 1 }), others > 0 else { return }
    let free = max(computingThreads - others, 1)
    say(
        "Other programs keep this machine busy, and threads that wait for each other suffer most. "
            + "OMP_NUM_THREADS=\(free) before the command may be several times as fast.")
}

/// How many threads of all programs run or want to run: the fourth field of `/proc/loadavg` begins with it.
private func runningThreads() -> Int? {
    let text = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)
    guard let fields = text?.split(separator: " "), fields.count > 3 else { return nil }
    return fields[3].split(separator: "/").first.flatMap { Int($0) }
}
