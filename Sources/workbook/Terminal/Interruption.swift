import Dispatch
import Foundation
import Labs

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
