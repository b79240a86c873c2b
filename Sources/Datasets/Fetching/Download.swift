/// A file that a data set is made of, and where it is to be had.
public struct Download: Sendable {
    /// What the file is called in the cache.
    public let file: String
    /// Its size in millions of bytes, rounded.
    public let megabytes: Int
    /// Where it comes from.
    public let origin: Origin
    /// How to tell that it is whole; without one, the tool that fetches it takes care.
    public let checksum: Checksum?

    /// A place that files come from.
    public enum Origin: Sendable {
        /// An address that `curl` fetches from.
        case address(String)
        /// A Debian package; `apt-get` knows where it is and checks what it gets.
        case debian(String)
        /// A Python package in a version; `pip` knows where it is.
        case python(String, version: String)
    }

    /// A published checksum, in hexadecimal digits.
    public enum Checksum: Sendable, Equatable {
        /// The MD5 sum: it tells damage, not malice.
        case md5(String)
        /// The SHA-256 sum.
        case sha256(String)
    }

    init(_ file: String, megabytes: Int, from origin: Origin, checksum: Checksum? = nil) {
        self.file = file
        self.megabytes = megabytes
        self.origin = origin
        self.checksum = checksum
    }
}

extension Download.Origin: CustomStringConvertible {
    /// The address, or the command that fetches the package.
    public var description: String {
        switch self {
        case .address(let address): address
        case .debian(let package): "apt-get download \(package)"
        case .python(let package, let version): "pip download --no-deps \(package)==\(version)"
        }
    }
}

extension Download.Checksum: CustomStringConvertible {
    /// `MD5 c32a1d…`
    public var description: String {
        switch self {
        case .md5(let digits): "MD5 \(digits)"
        case .sha256(let digits): "SHA-256 \(digits)"
        }
    }
}
