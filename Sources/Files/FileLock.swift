import Foundation

/// Runs `body` while no other process does so for the same file.
///
/// The lock is on the file as it is now, and ends with the process, however that ends. Where the file system knows no
/// locks, `body` runs without one.
///
/// - Parameter meaning: what it says of the file that somebody else has it: `a run that is going on`.
/// - Throws: ``FileError`` when the file is missing or taken, and what `body` throws.
public func withLock<Result>(on path: String, taken meaning: String, _ body: () throws -> Result) throws -> Result {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path, expected: "a file", found: describe(errno: errno)) }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        throw FileError(path, expected: "a file that nobody else works with", found: meaning)
    }
    return try body()
}
