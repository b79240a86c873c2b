import Tensors

/// `max(x, 0)`
public final class ReLU: Module, Repeatable {
    /// The function, elementwise.
    public override func forward(_ x: Tensor) -> Tensor { relu(x) }
}

/// `min(max(x, 0), 6)`
public final class ReLU6: Module, Repeatable {
    /// The function, elementwise.
    public override func forward(_ x: Tensor) -> Tensor { relu6(x) }
}

/// `x / (1 + e⁻ˣ)`
public final class SiLU: Module, Repeatable {
    /// The function, elementwise.
    public override func forward(_ x: Tensor) -> Tensor { silu(x) }
}

/// `1 / (1 + e⁻ˣ)`
public final class Sigmoid: Module, Repeatable {
    /// The function, elementwise.
    public override func forward(_ x: Tensor) -> Tensor { sigmoid(x) }
}
