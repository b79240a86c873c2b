import Foundation
import TrainingCore

/// A command of the system that has run to its end.
struct Command {
    let status: Int32
    let output: Data
    let errors: Data

    /// All that it printed.
    var text: String { String(decoding: output + errors, as: UTF8.self) }

    /// Runs a command, looked up on the path, with `environment` on top of this program's own.
    init(_ command: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        (status, output, errors) = try withScratchFolder { folder in
            // Files, not pipes: a pipe that nobody empties would stop the command.
            let files = ["\(folder)/output", "\(folder)/errors"]
            for file in files { try Data().write(to: URL(fileURLWithPath: file)) }
            process.standardOutput = FileHandle(forWritingAtPath: files[0])
            process.standardError = FileHandle(forWritingAtPath: files[1])
            try process.run()
            process.waitUntilExit()
            let printed = files.map { FileManager.default.contents(atPath: $0) ?? Data() }
            return (process.terminationStatus, printed[0], printed[1])
        }
    }
}
