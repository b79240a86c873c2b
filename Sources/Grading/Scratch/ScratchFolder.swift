import Foundation

/// Runs `body` with the path of a new empty folder, which is removed afterwards.
func withScratchFolder<Result>(_ body: (_ path: String) throws -> Result) throws -> Result {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("workbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}
