/// A module that makes the same of the same sample time and again, whatever else is in the batch, as long as nothing in
/// it learns. The same but for rounding: fast convolutions round by how many samples there are, to about 1e-5.
///
/// It neither draws random numbers nor counts nor looks at other samples, apart from what its parts do. Training may keep
/// the output of such a module and not run it again, so a module of one's own says that it is one by conforming.
public protocol Repeatable: Module {
    /// Whether this holds in the module's present mode, through all epochs of a training run. `true` unless the module
    /// knows better.
    var isRepeatable: Bool { get }
}

extension Repeatable {
    /// `true`
    public var isRepeatable: Bool { true }
}
