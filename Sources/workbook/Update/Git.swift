import Files
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
        let run = try Command("git", ["-C", folder] + arguments, environment: ["LC_ALL": "C"])
        guard accepting.contains(run.status) else {
            let words = String(decoding: run.errors, as: UTF8.self)
            throw Failure(
                command: arguments.first ?? "", status: run.status,
                message: words.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return Output(status: run.status, data: run.output)
    }

    /// What a command printed.
    struct Output {
        let status: Int32
        let data: Data
        var text: String { String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
        var lines: [String] { text.split(separator: "\n").map(String.init) }
    }
}
