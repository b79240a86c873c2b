import Foundation

/// The whole contents of the file at `path`, mapped into memory where the system can.
///
/// - Throws: ``FileError`` when there is no such file, it is a folder, or it may not be read.
public func readFile(_ path: String, expected: String) throws -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw FileError(path, expected: expected, found: "no such file")
    }
    guard !isFolder.boolValue else { throw FileError(path, expected: expected, found: "a folder") }
    do {
        return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
        throw FileError(path, expected: expected, found: "a file that cannot be read (no permission?)")
    }
}
