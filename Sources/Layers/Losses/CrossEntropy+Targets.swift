import Checks
import Tensors

/// Cross-entropy between logits and probabilities of the classes: `−Σ targets · log softmax(logits)`, averaged over the
/// batch. For targets that are no single class, such as those of mixed images.
///
/// - Parameters:
///   - logits: `[batch, classes]`, not probabilities: the softmax happens in here.
///   - targets: `[batch, classes]`, rows that sum to 1. They are constants: no gradient reaches them.
///   - classWeights: one weight per class. Unlike with labels, the mean divides by the number of rows, as in PyTorch.
///   - labelSmoothing: ε of the target's probability is spread evenly over all classes.
/// - Returns: a single number, the same as PyTorch's `cross_entropy` with probabilities.
public func crossEntropy(
    _ logits: Tensor, targets: Tensor, classWeights: [Float]? = nil, labelSmoothing: Float = 0
) -> Tensor {
    require(
        logits.rank == 2 && targets.shape == logits.shape,
        "crossEntropy: targets of shape \(targets.shape) need logits of that shape [batch, classes], not \(logits.shape)"
    )
    let classes = logits.shape[1]
    requireFit(classWeights, labelSmoothing, classes: classes)
    var weights = targets.values
    for i in weights.indices {
        let smoothed = weights[i] * (1 - labelSmoothing) + labelSmoothing / Float(classes)
        weights[i] = smoothed * (classWeights?[i % classes] ?? 1)
    }
    return weightedSum(logSoftmax(logits, axis: 1), weights) * (-1 / Float(logits.shape[0]))
}
