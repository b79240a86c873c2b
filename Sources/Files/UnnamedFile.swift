import Foundation

/// A file without a name, for numbers that find no room in memory: nobody else sees it, and its room on the disk is free
/// again when this object or the process is gone.
package final class UnnamedFile {
    /// How many bytes it has.
    package private(set) var byteCount = 0

    private let folder: String
    private let descriptor: Int32

    /// An empty file in a folder, which is made if it is missing.
    ///
    /// - Throws: ``FileError`` when the folder cannot be made or written to.
    package init(in folder: String) throws {
        let expected = "a folder that can be written to"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw FileError(folder, expected: expected, found: reason(error))
        }
        var name = Array("\(folder)/features.XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw FileError(folder, expected: expected, found: describe(errno: errno)) }
        unlink(name)
        self.folder = folder
    }

    deinit { close(descriptor) }

    /// Adds bytes at the end and says where they begin; `nil` when the disk is full.
    package func append(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard pwrite(descriptor, bytes.baseAddress, bytes.count, byteCount) == bytes.count else { return nil }
        defer { byteCount += bytes.count }
        return byteCount
    }

    /// Fills `bytes` from a place in the file.
    ///
    /// - Throws: ``FileError`` when the disk does not give them back.
    package func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws {
        let count = pread(descriptor, bytes.baseAddress, bytes.count, offset)
        guard count == bytes.count else {
            throw FileError(
                folder, expected: "\(bytes.count) bytes that were put into a file here",
                found: count < 0 ? describe(errno: errno) : "\(count)")
        }
    }
}
