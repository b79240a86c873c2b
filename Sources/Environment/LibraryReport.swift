/// What a machine lacks of the libraries a program needs.
public struct LibraryReport: Sendable, Equatable {
    /// Those that are not installed.
    public let missing: [SystemLibrary]
    /// Those that are installed in too old a version.
    public let outdated: [SystemLibrary]
    /// The command that installs these and nothing else; `nil` when there is nothing to install.
    public let command: String?

    /// A report of the given libraries and command.
    public init(missing: [SystemLibrary], outdated: [SystemLibrary], command: String?) {
        self.missing = missing
        self.outdated = outdated
        self.command = command
    }
}
