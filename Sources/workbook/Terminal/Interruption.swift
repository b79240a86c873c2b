import Dispatch
import Foundation
import Labs
import Synchronization

/// Runs `work`. If Ctrl-C comes meanwhile, waits until no file is half written, says something, and ends the process
/// with the status 130, as a shell expects.
func stoppingCleanly<Result>(saying text: String, _ work: () throws -> Result) rethrows -> Result {
    @Sendable func stop() {
        Journal.betweenWrites {
            say("\n" + text)
            exit(130)
        }
    }
    return try onInterruption(stop, work)
}

/// Runs `work`, which asks from time to time whether Ctrl-C has come and stops where it can go on later. A second Ctrl-C
/// ends the process at once.
func noticingInterruption<Result>(_ work: (_ wasInterrupted: () -> Bool) throws -> Result) rethrows -> Result {
    let count = Mutex(0)
    @Sendable func notice() {
        let isFirst = count.withLock { count in
            count += 1
            return count == 1
        }
        guard isFirst else { exit(130) }
        let text = "\nStopping after this step; Ctrl-C once more ends at once.\n"
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
    return try onInterruption(notice) { try work { count.withLock { $0 > 0 } } }
}

/// Runs `work`, and calls `react` on another thread each time that Ctrl-C comes meanwhile.
private func onInterruption<Result>(_ react: @escaping @Sendable () -> Void, _ work: () throws -> Result) rethrows
    -> Result
{
    let previous = signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler(handler: react)
    source.resume()
    defer {
        source.cancel()
        signal(SIGINT, previous)
    }
    return try work()
}
