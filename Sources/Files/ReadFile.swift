import Foundation

/// The whole contents of the file at `path`, mapped into memory where the system can.
///
/// - Throws: ``FileError`` when there is no such file, it is a folder, a device or a pipe, or it may not be read.
public func readFile(_ path: String, expected: String) throws -> Data {
    var status = stat()
    guard stat(path, &status) == 0 else {
        throw FileError(path, expected: expected, found: "no such file")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileError(path, expected: expected, found: "a folder")
    // Opening a pipe would wait for someone to write, and a device may never end.
    default: throw FileError(path, expected: expected, found: "something that is not a regular file")
    }
    do {
        return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
        throw FileError(path, expected: expected, found: "a file that cannot be read (no permission?)")
    }
}
