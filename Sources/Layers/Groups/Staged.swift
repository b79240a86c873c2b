/// A network that knows where its blocks begin. The networks of this package do; so can one's own.
public protocol Staged: Module {
    /// The names of the modules that blocks begin with, in the order that the input passes them. All before the first is
    /// the stem; with the last the head begins.
    var blockStarts: [String] { get }
}
