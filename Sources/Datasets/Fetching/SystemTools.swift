import Files
import Foundation

/// The commands of the system that fetch and unpack.
struct SystemTools: Sendable {
    /// Set on top of this program's environment; the tests put tools of their own on the `PATH`.
    var environment: [String: String] = [:]

    /// Runs a command that reads `file`.
    ///
    /// - Throws: `FileError` about `file` with the command's own words when it fails.
    @discardableResult
    func run(_ command: String, _ arguments: [String], on file: String) throws -> Command {
        let run = try start(command, arguments)
        guard run.status == 0 else {
            throw FileError(file, expected: "a file that \(command) can read", found: run.reason)
        }
        return run
    }

    /// Runs a command to its end, whatever comes of it.
    func start(
        _ command: String, _ arguments: [String], in folder: String? = nil, showsErrors: Bool = false
    ) throws -> Command {
        try Command(
            command, arguments, in: folder, environment: environment.merging(["LC_ALL": "C"]) { $1 },
            showsErrors: showsErrors)
    }

    /// Unpacks a compressed tar file into `folder`, leaving out the first so many folders of each path.
    func unpackTar(_ file: String, in folder: String, without levels: Int = 0) throws {
        try run(
            "tar", ["-x", "-z", "-f", file, "-C", folder, "--no-same-owner", "--strip-components=\(levels)"], on: file)
    }

    /// Unpacks a Debian package below `folder`, for as long as `body` takes.
    func unpackingDebianPackage(
        _ file: String, in folder: String, _ body: (_ unpacked: String) throws -> Void
    ) throws {
        try unpacking(file, in: folder, by: "dpkg-deb", ["-x"], body)
    }

    /// Unpacks a Python package below `folder`, for as long as `body` takes.
    func unpackingPythonPackage(
        _ file: String, in folder: String, _ body: (_ unpacked: String) throws -> Void
    ) throws {
        try unpacking(file, in: folder, by: "python3", ["-m", "zipfile", "-e"], body)
    }

    private func unpacking(
        _ file: String, in folder: String, by command: String, _ options: [String], _ body: (String) throws -> Void
    ) throws {
        let unpacked = joined(folder, ".unpacked")
        defer { try? FileManager.default.removeItem(atPath: unpacked) }
        try run(command, options + [file, unpacked], on: file)
        try body(unpacked)
    }
}

extension Command {
    /// Why it failed: the last thing it said, or its exit code.
    var reason: String {
        let text = String(decoding: errors.isEmpty ? output : errors, as: UTF8.self)
        let last = text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
        return last.map { String($0).trimmingCharacters(in: .whitespaces) } ?? "exit code \(status)"
    }
}
