import Foundation
import Images

/// A folder that is there as long as this object is.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "datasets-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, and the folders it lies in; gives back its path.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8] = []) throws -> String {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return "\(path)/\(name)"
    }

    /// Writes a small PNG file in one colour.
    func writeImage(_ name: String, width: Int = 2, height: Int = 2, value: UInt8 = 0) throws {
        let pixels = [UInt8](repeating: value, count: width * height * 3)
        try Image(width: width, height: height, pixels: pixels).writePNG(to: "\(path)/\(name)")
    }
}
