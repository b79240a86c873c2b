/// Something is wrong with a file or folder that the user named.
///
/// The message is one line: the file, what was expected of it, and what was found.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The path as the user gave it.
    public let file: String
    /// What a good file would have held.
    public let expected: String
    /// What this one held instead.
    public let found: String

    /// An error about `file`, in which `expected` should have been and `found` was.
    public init(_ file: String, expected: String, found: String) {
        self.file = file
        self.expected = expected
        self.found = found
    }

    /// `photo.png: expected a PNG file, found an empty file`
    public var description: String { "\(file): expected \(expected), found \(found)" }
}
