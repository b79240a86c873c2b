import Dispatch
import Foundation
import Labs
import Synchronization

/// Runs `work`. If Ctrl-C comes meanwhile, waits until no file is half written, says something, and ends the process
/// with the status 130, as a shell expects.
func stoppingCleanly<Result>(saying text: String, _ work: () throws -> Result) rethrows -> Result {
    let previous = signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
        Journal.betweenWrites {
            say("\n" + text)
            exit(130)
        }
    }
    source.resume()
    defer {
        source.cancel()
        signal(SIGINT, previous)
    }
    return try work()
}

/// Runs `work`, which asks from time to time whether Ctrl-C has come and stops where it can go on later. A second Ctrl-C
/// ends the process at once.
func noticingInterruption<Result>(_ work: (_ wasInterrupted: () -> Bool) throws -> Result) rethrows -> Result {
    let previous = signal(SIGINT, SIG_IGN)
    let count = Mutex(0)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
        let isFirst = count.withLock { count in
            count += 1
            return count == 1
        }
        if !isFirst { exit(130) }
    }
    source.resume()
    defer {
        source.cancel()
        signal(SIGINT, previous)
    }
    return try work { count.withLock { $0 > 0 } }
}
