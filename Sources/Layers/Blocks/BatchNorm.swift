import Checks
import Tensors

/// Batch normalisation: brings each channel to mean 0 and variance 1, then scales by `weight` and shifts by `bias`.
///
/// In training the mean and variance are the batch's own, and the running ones follow them:
/// `running ← (1 − momentum) · running + momentum · batch`, where the batch's variance counts unbiased (divided by
/// n − 1). In evaluation, and when ``statisticsAreFrozen``, the running ones are used and stay.
/// Semantics and defaults are PyTorch's.
public class BatchNorm: Module, Repeatable {
    /// The scale γ, `[channels]`.
    public let weight: Parameter
    /// The shift β, `[channels]`.
    public let bias: Parameter
    /// The running mean, `[channels]`.
    public let runningMean: Buffer
    /// The running variance, `[channels]`.
    public let runningVar: Buffer
    /// How many training batches have been seen.
    public let numBatchesTracked: Buffer

    /// Whether the running statistics are used and left alone even in training mode. Freezing sets it.
    public var statisticsAreFrozen = false

    /// How far the running statistics move towards those of each training batch, 0…1. At 0.01 they need some hundred
    /// batches to follow what the network becomes, at 0.1 some ten.
    public var momentum: Float

    let epsilon: Float

    /// A layer for `channels` channels that starts as the identity on normalised input.
    public init(_ channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1) {
        weight = Parameter(.ones([channels]))
        bias = Parameter(.zeros([channels]))
        runningMean = Buffer(.zeros([channels]))
        runningVar = Buffer(.ones([channels]))
        numBatchesTracked = Buffer(Tensor(0), storedAs: .int64)
        self.epsilon = epsilon
        self.momentum = momentum
    }

    /// Whether the running statistics are used, not the batch's.
    var usesGivenStatistics: Bool { !isTraining || statisticsAreFrozen }

    /// `x` normalised, of the same shape.
    public override func forward(_ x: Tensor) -> Tensor { normalized(x, followedBy: .none) }

    /// `x` normalised, and put through an activation if asked for.
    func normalized(_ x: Tensor, followedBy activation: Activation) -> Tensor {
        requireShape(of: x)
        guard !usesGivenStatistics else {
            return batchNorm(
                x, weight: weight, bias: bias, mean: runningMean.value, variance: runningVar.value, epsilon: epsilon,
                followedBy: activation)
        }
        let (y, mean, variance) = batchNorm(x, weight: weight, bias: bias, epsilon: epsilon, followedBy: activation)
        let count = Float(x.count / x.shape[1])
        follow(runningMean.value, mean, scale: 1)
        follow(runningVar.value, variance, scale: count / (count - 1))
        numBatchesTracked.value.withMutableValues { $0[0] += 1 }
        return y
    }

    /// Stops with a word when `x` has too few or too many axes.
    func requireShape(of x: Tensor) {}

    /// Whether the statistics are frozen. Evaluation mode is not enough: what moves them is training in between.
    public var isRepeatable: Bool { statisticsAreFrozen }

    /// `64 channels`
    public override var detail: String { "\(weight.count) channels" }

    private func follow(_ running: Tensor, _ batch: Tensor, scale: Float) {
        batch.withValues { batch in
            running.withMutableValues { running in
                for i in running.indices { running[i] = (1 - momentum) * running[i] + momentum * scale * batch[i] }
            }
        }
    }
}

/// ``BatchNorm`` for images, `[batch, channels, height, width]`.
public final class BatchNorm2d: BatchNorm {
    override func requireShape(of x: Tensor) {
        require(x.rank == 4, "BatchNorm2d: needs [batch, channels, height, width], not \(x.shape)")
    }
}

/// ``BatchNorm`` for features, `[batch, channels]`.
public final class BatchNorm1d: BatchNorm {
    override func requireShape(of x: Tensor) {
        require(x.rank == 2, "BatchNorm1d: needs [batch, channels], not \(x.shape)")
    }
}
