import Tensors

/// A fully connected layer: `x · weightᵀ + bias`.
///
/// Input `[batch, inFeatures]`, output `[batch, outFeatures]`. Weights and bias start as PyTorch's: uniform in
/// ±1/√inFeatures.
public final class Linear: Module, Repeatable {
    /// `[outFeatures, inFeatures]`
    public let weight: Parameter
    /// `[outFeatures]`, or none.
    public let bias: Parameter?

    /// The width of the input.
    public var inFeatures: Int { weight.shape[1] }
    /// The width of the output.
    public var outFeatures: Int { weight.shape[0] }

    /// A layer from `inFeatures` to `outFeatures`.
    public init(_ inFeatures: Int, _ outFeatures: Int, bias: Bool = true) {
        weight = Parameter(kaimingUniform([outFeatures, inFeatures]))
        self.bias = bias ? Parameter(uniform([outFeatures], bound: 1 / Float(max(inFeatures, 1)).squareRoot())) : nil
    }

    /// The product of `x` with the weights, plus the bias.
    public override func forward(_ x: Tensor) -> Tensor { linear(x, weight, bias: bias) }

    /// `512 → 10`
    public override var detail: String { "\(inFeatures) → \(outFeatures)" }
}
