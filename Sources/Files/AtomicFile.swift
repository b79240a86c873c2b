import Foundation

/// Writes a file under a temporary name beside `path` and renames it into place, so that a reader sees the old
/// file or the whole new one, never a part.
///
/// - Parameters:
///   - path: where the file ends up; its folder is made if it is missing.
///   - write: gets the temporary path and must create the file there.
/// - Throws: ``FileError`` when the folder cannot be made or the file cannot be renamed, and whatever `write`
///   throws. The temporary file is removed in every case.
public func writeAtomically(to path: String, _ write: (_ temporaryPath: String) throws -> Void) throws {
    let target = URL(fileURLWithPath: path)
    let folder = target.deletingLastPathComponent()
    do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
        throw FileError(path, expected: "a folder that can be written to", found: reason(error))
    }
    let temporary = folder.appendingPathComponent(temporaryPrefix(of: target) + UUID().uuidString).path
    defer { unlink(temporary) }
    try write(temporary)
    guard synchronise(temporary), rename(temporary, target.path) == 0 else {
        throw FileError(path, expected: "a place that can be written to", found: describe(errno: errno))
    }
}

/// Removes what processes that were killed while they wrote `path` have left beside it. None may be writing it now.
public func removeTemporaries(of path: String) {
    let target = URL(fileURLWithPath: path)
    let folder = target.deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let prefix = temporaryPrefix(of: target)
    for name in names where name.hasPrefix(prefix) && UUID(uuidString: String(name.dropFirst(prefix.count))) != nil {
        unlink("\(folder)/\(name)")
    }
}

/// How the names of the temporary files begin that become this one.
private func temporaryPrefix(of target: URL) -> String { ".\(target.lastPathComponent)." }

/// Writes `bytes` to `path`, whole or not at all.
///
/// - Throws: ``FileError`` when the folder is missing and cannot be made, is read-only, or the disk is full.
public func writeAtomically(_ bytes: some Sequence<UInt8>, to path: String) throws {
    try writeAtomically(to: path) { temporary in
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: temporary))
        } catch {
            throw FileError(path, expected: "a place that can be written to", found: reason(error))
        }
    }
}

/// Brings the file's contents to the disk, so that the rename cannot overtake them.
private func synchronise(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
}

/// Why Foundation could not do something. It keeps the system's error number; `errno` has changed by now.
package func reason(_ error: any Error) -> String {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? POSIXError
    return cause.map { describe(errno: $0.code.rawValue) } ?? error.localizedDescription
}

/// The system's own words for an error number, in lower case: "permission denied".
package func describe(errno code: Int32) -> String { String(cString: strerror(code)).lowercased() }
