/// A library of the operating system that a program is built on.
public struct SystemLibrary: Sendable, Hashable {
    /// The name it is looked up by: `libpng`.
    public let name: String
    /// The oldest version that will do, numbers with dots between them: `1.6.39`.
    public let leastVersion: String
    /// The apt package that brings it: `libpng-dev`.
    public let package: String

    /// A library by name, the oldest version that will do, and the package that brings it.
    public init(_ name: String, leastVersion: String, package: String) {
        self.name = name
        self.leastVersion = leastVersion
        self.package = package
    }
}
