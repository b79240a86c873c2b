import Foundation

/// A value that threads use one at a time, and whose changes they can wait for.
///
/// Unchecked because the compiler cannot see that `value` is touched only while `condition` is locked.
final class Monitor<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var value: Value

    init(_ value: Value) { self.value = value }

    /// Waits until the value is `ready`, runs `body` on it alone, then lets the waiting look at it again.
    func access<Result>(when ready: (Value) -> Bool = { _ in true }, _ body: (inout Value) -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        while !ready(value) { condition.wait() }
        defer { condition.broadcast() }
        return body(&value)
    }
}
