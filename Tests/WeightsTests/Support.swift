import Files
import Foundation
import Testing
import Weights

/// The path of a file that Tests/Fixtures/make_weights.py wrote.
func fixture(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil), "no fixture \(name)").path
}

/// The contents of such a file.
func fixtureBytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: try fixture(name))))
}

/// Runs `body` with the path of a file in a folder of its own, which is removed afterwards.
func withTemporaryFile<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weights-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.appendingPathComponent("weights").path)
}

/// What reading a file with the given contents throws, or nil if it can be read.
func readingError(_ bytes: [UInt8]) throws -> FileError? {
    try withTemporaryFile { path in
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return readingError(path)
    }
}

/// What reading a file throws, or nil if it can be read.
func readingError(_ path: String) -> FileError? {
    do {
        _ = try StateDictionary(contentsOfFile: path)
        return nil
    } catch let error as FileError {
        return error
    } catch {
        Issue.record("reading threw \(error), which is no FileError")
        return nil
    }
}
