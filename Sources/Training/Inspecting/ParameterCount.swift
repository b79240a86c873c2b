import Layers
import Tensors

/// How many numbers a model learns, and how many of them may change.
public struct ParameterCount: Sendable, Equatable {
    /// All parameters' elements.
    public let total: Int
    /// The elements of those that want a gradient.
    public let trainable: Int

    /// Counts elements, not tensors; shared parameters once; buffers not at all.
    public init(_ model: Module) {
        total = model.parameters.map(\.count).reduce(0, +)
        trainable = model.trainableParameters.map(\.count).reduce(0, +)
    }
}
