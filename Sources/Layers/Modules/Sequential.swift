import Tensors

/// Layers one after the other. Their names are their indices: `0`, `1`, …
public final class Sequential: Module {
    /// The layers, first to last.
    public var layers: [Module]

    /// A chain of the given layers.
    public init(_ layers: [Module]) { self.layers = layers }

    /// A chain of the given layers.
    public convenience init(_ layers: Module...) { self.init(layers) }

    /// Each layer's output is the next one's input.
    public override var chain: [Module]? { layers }

    /// The layer at an index.
    public subscript(index: Int) -> Module {
        get { layers[index] }
        set { layers[index] = newValue }
    }
}
