import Foundation

/// Runs git in a folder.
struct Git {
    /// What git said when it refused.
    struct Failure: Error, CustomStringConvertible {
        let command: String
        let status: Int32
        let message: String
        var description: String { "git \(command): \(message)" }
    }

    let folder: String

    /// Runs a command and returns what it printed.
    ///
    /// - Parameter accepting: the exit codes that are no failure.
    /// - Throws: ``Failure`` with git's own words.
    @discardableResult
    func callAsFunction(_ arguments: String..., accepting: ClosedRange<Int32> = 0...0) throws -> Output {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        let scratch = NSTemporaryDirectory() + "workbook-git-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        for name in ["out", "err"] { try Data().write(to: URL(fileURLWithPath: "\(scratch)/\(name)")) }
        process.standardOutput = FileHandle(forWritingAtPath: "\(scratch)/out")
        process.standardError = FileHandle(forWritingAtPath: "\(scratch)/err")
        try process.run()
        process.waitUntilExit()
        let data = FileManager.default.contents(atPath: "\(scratch)/out") ?? Data()
        guard accepting.contains(process.terminationStatus) else {
            let words = FileManager.default.contents(atPath: "\(scratch)/err").map {
                String(decoding: $0, as: UTF8.self)
            }
            throw Failure(
                command: arguments.first ?? "", status: process.terminationStatus,
                message: words?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "")
        }
        return Output(status: process.terminationStatus, data: data)
    }

    /// What a command printed.
    struct Output {
        let status: Int32
        let data: Data
        var text: String { String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
        var lines: [String] { text.split(separator: "\n").map(String.init) }
    }
}
