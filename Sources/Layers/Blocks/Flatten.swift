import Tensors

/// Joins all axes but the first: `[batch, channels, height, width]` becomes `[batch, features]`.
public final class Flatten: Module, Repeatable {
    /// The same numbers as `[batch, features]`.
    public override func forward(_ x: Tensor) -> Tensor { x.flattened() }
}
