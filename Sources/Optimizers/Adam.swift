import Checks
import Foundation
import Tensors

/// Adam (Kingma and Ba, 2015), as in PyTorch: steps along the mean gradient, scaled by its typical size.
///
///     g ← gradient + weightDecay · p
///     m ← β₁ · m + (1 − β₁) · g,   v ← β₂ · v + (1 − β₂) · g²
///     p ← p − learningRate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + epsilon)
///
/// Here weight decay is L2: it goes through the scaling. ``AdamW`` decays apart from it.
public class Adam: Optimizer {
    private let beta2: Double
    private let epsilon: Float

    /// Adam with the decays β₁ of the mean gradient and β₂ of its square; defaults as in PyTorch.
    public init(_ groups: [ParameterGroup], betas: (Double, Double) = (0.9, 0.999), epsilon: Float = 1e-8) {
        require(
            (0..<1).contains(betas.0) && (0..<1).contains(betas.1),
            "\(Self.self): betas must be in 0 ..< 1, not \(betas)")
        beta2 = betas.1
        self.epsilon = epsilon
        super.init(groups, momentum: Float(betas.0))
    }

    /// One group of all the parameters.
    public convenience init(
        _ parameters: [Parameter], learningRate: Float = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        epsilon: Float = 1e-8, weightDecay: Float = 0
    ) {
        self.init(
            [ParameterGroup(parameters, learningRate: learningRate, weightDecay: weightDecay)],
            betas: betas, epsilon: epsilon)
    }

    /// The L2 term that joins the gradient; nothing when decay is decoupled.
    func gradientDecay(_ group: ParameterGroup) -> Float { group.weightDecay }
    /// What the weights are multiplied with before the step; 1 when decay is not decoupled.
    func shrinkage(_ group: ParameterGroup) -> Float { 1 }

    override func update(
        _ parameter: Parameter, values: UnsafeMutableBufferPointer<Float>, gradient: UnsafeBufferPointer<Float>,
        in group: ParameterGroup
    ) {
        let step = Double(countStep(of: parameter))
        let beta1 = momentum
        let (keptSquare, addedSquare) = (Float(beta2), Float(1 - beta2))
        let (decay, shrink) = (gradientDecay(group), shrinkage(group))
        let rate = Float(Double(group.learningRate) / (1 - pow(Double(beta1), step)))
        let root = Float((1 - pow(beta2, step)).squareRoot())
        let epsilon = epsilon
        remembered("exp_avg", of: parameter).withMutableValues { mean in
            remembered("exp_avg_sq", of: parameter).withMutableValues { square in
                inParallel(values.count, cost: 7) { part in
                    for i in part {
                        let value = values[i] * shrink
                        let g = gradient[i] + decay * value
                        mean[i] += (1 - beta1) * (g - mean[i])
                        square[i] = keptSquare * square[i] + addedSquare * g * g
                        values[i] = value - rate * mean[i] / (square[i].squareRoot() / root + epsilon)
                    }
                }
            }
        }
    }

    override package var memoryNames: (required: [String], optional: [String]) {
        (["step", "exp_avg", "exp_avg_sq"], [])
    }
}

/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019), as in PyTorch: `p ← p · (1 − learningRate ·
/// weightDecay)` before Adam's step, so that the decay does not shrink where gradients are large.
public final class AdamW: Adam {
    /// One group of all the parameters. The decay is 0.01 if left out, as in PyTorch.
    public convenience init(
        _ parameters: [Parameter], learningRate: Float = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        epsilon: Float = 1e-8, weightDecay: Float = 0.01
    ) {
        self.init(
            [ParameterGroup(parameters, learningRate: learningRate, weightDecay: weightDecay)],
            betas: betas, epsilon: epsilon)
    }

    override func gradientDecay(_ group: ParameterGroup) -> Float { 0 }
    override func shrinkage(_ group: ParameterGroup) -> Float { 1 - group.learningRate * group.weightDecay }
}
