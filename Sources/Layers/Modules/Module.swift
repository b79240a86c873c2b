import Tensors

/// A part of a network: it has parameters, buffers and sub-modules as stored properties, and maps a tensor to a
/// tensor.
///
/// The properties are the tree. A parameter's full name is the path of property names that leads to it, in
/// snake case, `layer1.0.conv1.weight`: the key under which PyTorch stores the same weight.
open class Module {
    /// Whether the module behaves as in training. Set it with ``train()`` and ``eval()``.
    ///
    /// This is one of three separate choices: may a parameter learn (`requiresGrad`), does the module behave as in
    /// training (here), do batch-norm statistics move (``BatchNorm/statisticsAreFrozen``).
    public private(set) var isTraining = true

    /// Hears every output of this module; for looking into a model while it runs.
    public var outputObserver: ((Tensor) -> Void)?

    /// A module in training mode.
    public init() {}

    /// The parts that the input passes one after the other, in a module that is a chain; `nil` in any other.
    ///
    /// Such a module overrides this and leaves ``forward(_:)`` alone. What goes along the chain can then stop between
    /// two parts: training keeps the features of frozen ones instead of computing them again.
    open var chain: [Module]? { nil }

    /// The output for `x`: what the ``chain`` makes of it. A module that is no chain overrides this.
    open func forward(_ x: Tensor) -> Tensor {
        guard let chain else {
            fatalError("\(type(of: self)) does not say how to compute its output: override forward(_:) or chain")
        }
        return chain.chained(x)
    }

    /// `module(x)` is `module.forward(x)`, heard by the ``outputObserver``.
    public final func callAsFunction(_ x: Tensor) -> Tensor {
        let y = forward(x)
        outputObserver?(y)
        return y
    }

    /// The key of a stored property in a weights file: its name in snake case, unless a subclass knows better.
    open func key(forProperty name: String) -> String { snakeCased(name) }

    /// The key of a module in a stored property that is an array of modules: the property's key and the index,
    /// `blocks.3`, unless a subclass knows better.
    open func key(forElement index: Int, ofProperty name: String) -> String { "\(key(forProperty: name)).\(index)" }

    /// What printing shows after the type's name, such as `3 → 64, kernel 7×7`.
    open var detail: String { "" }

    /// Called when the mode changes.
    func setTraining(_ training: Bool) { isTraining = training }
}

/// `runningMean` as `running_mean`.
private func snakeCased(_ name: String) -> String {
    if name.utf8.allSatisfy({ $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) { return name }
    var result = ""
    for character in name {
        if character.isUppercase { result += "_" }
        result += character.lowercased()
    }
    return result
}
