import Checks
import Tensors

/// Stochastic gradient descent with momentum, as in PyTorch.
///
///     g ← gradient + weightDecay · p
///     buffer ← momentum · buffer + (1 − dampening) · g      (at first: g)
///     p ← p − learningRate · (nesterov ? g + momentum · buffer : buffer)
public final class SGD: Optimizer {
    private let dampening: Float
    private let nesterov: Bool

    /// - Precondition: Nesterov's variant needs momentum and no dampening, as in PyTorch.
    public init(_ groups: [ParameterGroup], momentum: Float = 0, dampening: Float = 0, nesterov: Bool = false) {
        require(momentum >= 0, "SGD: the momentum must not be negative, but is \(momentum)")
        require(
            !nesterov || (momentum > 0 && dampening == 0),
            "SGD: Nesterov needs a momentum above 0 and no dampening, not \(momentum) and \(dampening)")
        self.dampening = dampening
        self.nesterov = nesterov
        super.init(groups, momentum: momentum)
    }

    /// One group of all the parameters.
    public convenience init(
        _ parameters: [Parameter], learningRate: Float, momentum: Float = 0, dampening: Float = 0,
        weightDecay: Float = 0, nesterov: Bool = false
    ) {
        self.init(
            [ParameterGroup(parameters, learningRate: learningRate, weightDecay: weightDecay)],
            momentum: momentum, dampening: dampening, nesterov: nesterov)
    }

    override func update(
        _ parameter: Parameter, values: UnsafeMutableBufferPointer<Float>, gradient: UnsafeBufferPointer<Float>,
        in group: ParameterGroup
    ) {
        let (rate, decay, momentum) = (group.learningRate, group.weightDecay, momentum)
        guard momentum != 0 else {
            inParallel(values.count, cost: 3) { part in
                for i in part { values[i] -= rate * (gradient[i] + decay * values[i]) }
            }
            return
        }
        let isFirst = memory[Remembered(parameter)]?["momentum_buffer"] == nil
        let (kept, added) = isFirst ? (0, 1) : (momentum, 1 - dampening)
        let (alongGradient, alongBuffer): (Float, Float) = nesterov ? (1, momentum) : (0, 1)
        remembered("momentum_buffer", of: parameter).withMutableValues { buffer in
            inParallel(values.count, cost: 5) { part in
                for i in part {
                    let g = gradient[i] + decay * values[i]
                    buffer[i] = kept * buffer[i] + added * g
                    values[i] -= rate * (alongGradient * g + alongBuffer * buffer[i])
                }
            }
        }
    }

    override package var memoryNames: (required: [String], optional: [String]) { (["momentum_buffer"], []) }
}
