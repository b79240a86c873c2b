import Foundation

/// A command of the system that has run to its end.
package struct Command {
    /// The exit code.
    package let status: Int32
    /// What it printed on standard output.
    package let output: Data
    /// What it printed on standard error, unless the person at the terminal saw it.
    package let errors: Data

    /// All that it printed.
    package var text: String { String(decoding: output + errors, as: UTF8.self) }

    /// Runs a command, looked up on the path, in a folder and with `environment` on top of this program's own.
    ///
    /// A command that does not exist ends with the status 127.
    ///
    /// - Parameter showsErrors: whether standard error goes to this program's own, for commands that show their
    ///   progress there.
    package init(
        _ command: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:],
        showsErrors: Bool = false
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardInput = FileHandle.nullDevice
        (status, output, errors) = try withScratchFolder { scratch in
            // Files, not pipes: a pipe that nobody empties would stop the command.
            let files = ["\(scratch)/output", "\(scratch)/errors"]
            for file in files { try Data().write(to: URL(fileURLWithPath: file)) }
            process.standardOutput = FileHandle(forWritingAtPath: files[0])
            process.standardError =
                showsErrors ? FileHandle.standardError : FileHandle(forWritingAtPath: files[1])
            try process.run()
            process.waitUntilExit()
            let printed = files.map { FileManager.default.contents(atPath: $0) ?? Data() }
            return (process.terminationStatus, printed[0], printed[1])
        }
    }
}
