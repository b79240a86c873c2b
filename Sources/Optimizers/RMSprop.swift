import Checks
import Tensors

/// RMSprop (Hinton's lectures, 2012), as in PyTorch: steps along the gradient, scaled by its typical size.
///
///     g ← gradient + weightDecay · p
///     square ← alpha · square + (1 − alpha) · g²,   mean ← alpha · mean + (1 − alpha) · g
///     direction ← g / (√(centered ? square − mean² : square) + epsilon)
///     buffer ← momentum · buffer + direction
///     p ← p − learningRate · (momentum > 0 ? buffer : direction)
public final class RMSprop: Optimizer {
    private let alpha: Double
    private let epsilon: Float
    private let centered: Bool

    /// RMSprop with the decay `alpha` of the mean square; defaults as in PyTorch.
    ///
    /// - Parameter centered: scales by the gradient's variance in place of its mean square.
    public init(
        _ groups: [ParameterGroup], alpha: Double = 0.99, epsilon: Float = 1e-8, momentum: Float = 0,
        centered: Bool = false
    ) {
        require((0..<1).contains(alpha), "RMSprop: alpha must be in 0 ..< 1, not \(alpha)")
        require(momentum >= 0, "RMSprop: the momentum must not be negative, but is \(momentum)")
        (self.alpha, self.epsilon, self.centered) = (alpha, epsilon, centered)
        super.init(groups, momentum: momentum)
    }

    /// One group of all the parameters.
    public convenience init(
        _ parameters: [Parameter], learningRate: Float = 0.01, alpha: Double = 0.99, epsilon: Float = 1e-8,
        weightDecay: Float = 0, momentum: Float = 0, centered: Bool = false
    ) {
        self.init(
            [ParameterGroup(parameters, learningRate: learningRate, weightDecay: weightDecay)],
            alpha: alpha, epsilon: epsilon, momentum: momentum, centered: centered)
    }

    override func update(
        _ parameter: Parameter, values: UnsafeMutableBufferPointer<Float>, gradient: UnsafeBufferPointer<Float>,
        in group: ParameterGroup
    ) {
        _ = countStep(of: parameter)
        let (rate, decay, epsilon, momentum) = (group.learningRate, group.weightDecay, epsilon, momentum)
        let (kept, added) = (Float(alpha), Float(1 - alpha))
        let mean = centered ? remembered("grad_avg", of: parameter) : nil
        let buffer = momentum > 0 ? remembered("momentum_buffer", of: parameter) : nil
        remembered("square_avg", of: parameter).withMutableValues { square in
            withMutableValues(of: mean) { mean in
                withMutableValues(of: buffer) { buffer in
                    inParallel(values.count, cost: 7) { part in
                        for i in part {
                            let g = gradient[i] + decay * values[i]
                            square[i] = kept * square[i] + added * g * g
                        }
                        if let mean {
                            for i in part { mean[i] += added * (gradient[i] + decay * values[i] - mean[i]) }
                        }
                        // The choices stand outside the loops, so that these are vectorised.
                        @inline(__always) func move(_ spread: (Int) -> Float) {
                            @inline(__always) func direction(_ i: Int) -> Float {
                                (gradient[i] + decay * values[i]) / (spread(i).squareRoot() + epsilon)
                            }
                            if let buffer {
                                for i in part {
                                    buffer[i] = momentum * buffer[i] + direction(i)
                                    values[i] -= rate * buffer[i]
                                }
                            } else {
                                for i in part { values[i] -= rate * direction(i) }
                            }
                        }
                        if let mean {
                            move { max(square[$0] - mean[$0] * mean[$0], 0) }  // rounding can make it negative
                        } else {
                            move { square[$0] }
                        }
                    }
                }
            }
        }
    }

    override package var memoryNames: (required: [String], optional: [String]) {
        (
            ["step", "square_avg"] + (centered ? ["grad_avg"] : []) + (momentum > 0 ? ["momentum_buffer"] : []),
            ["momentum_buffer"]
        )
    }
}

/// The numbers of a tensor that there may be, to be changed in place.
private func withMutableValues(of tensor: Tensor?, _ body: (UnsafeMutableBufferPointer<Float>?) -> Void) {
    guard let tensor else { return body(nil) }
    tensor.withMutableValues(body)
}
