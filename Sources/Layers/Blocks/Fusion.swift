import Tensors

/// Layers that belong together computed in fewer passes over memory than one after the other. The numbers are the same
/// up to rounding. A layer that somebody listens to keeps its own pass.
extension Conv2d {
    /// `activation(norm(self(x)))`; either of the two may be absent.
    ///
    /// Where nothing is recorded and the statistics are given, the norm is folded into the weights and the activation
    /// into the kernel, and the whole is one convolution.
    public func callAsFunction(_ x: Tensor, _ norm: BatchNorm?, _ activation: Module? = nil) -> Tensor {
        guard isFoldable([x], norm), let fused = activation.map(fusedKind) ?? Activation.none else {
            // Weights that learn would make it worthless.
            foldedConvolution = nil
            let y = self(x)
            guard let norm else { return activation.map { $0(y) } ?? y }
            return norm(y, activation)
        }
        return folded(norm)(x, geometry(of: x), fused)
    }

    /// `relu(norm(self(x)) + shortcut)`: the end of a residual block, in as few passes as possible.
    public func callAsFunction(_ x: Tensor, _ norm: BatchNorm, plus shortcut: Tensor, _ relu: ReLU) -> Tensor {
        guard isFoldable([x, shortcut], norm), relu.outputObserver == nil else {
            return relu(self(x, norm), plus: shortcut)
        }
        return folded(norm)(x, geometry(of: x), plus: shortcut, .relu)
    }

    private func isFoldable(_ inputs: [Tensor], _ norm: BatchNorm?) -> Bool {
        outputObserver == nil && norm?.outputObserver == nil && norm?.usesGivenStatistics != false
            && FoldedConvolution.isAllowed(
                for: inputs + [weight, bias, norm?.weight, norm?.bias].compactMap(\.self))
    }
}

extension BatchNorm {
    /// `activation(self(x))`, which keeps less for the backward pass than the one after the other.
    public func callAsFunction(_ x: Tensor, _ activation: Module?) -> Tensor {
        guard let activation else { return self(x) }
        guard outputObserver == nil, let fused = fusedKind(activation) else { return activation(self(x)) }
        return normalized(x, followedBy: fused)
    }
}

extension ReLU {
    /// `self(x + shortcut)`, in one pass: the end of a residual block.
    public func callAsFunction(_ x: Tensor, plus shortcut: Tensor) -> Tensor {
        outputObserver == nil ? reluOfSum(x, shortcut) : self(x + shortcut)
    }
}

/// What a kernel calls this layer; `nil` for a layer that is no activation, or that somebody listens to.
private func fusedKind(_ layer: Module) -> Activation? {
    guard layer.outputObserver == nil else { return nil }
    return switch layer {
    case is ReLU: .relu
    case is ReLU6: .relu6
    case is SiLU: .silu
    default: nil
    }
}
