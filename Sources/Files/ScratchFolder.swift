import Foundation

/// Runs `body` with the path of a new, empty folder, which is removed afterwards.
public func withScratchFolder<Result>(_ body: (_ path: String) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "workbook-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}
