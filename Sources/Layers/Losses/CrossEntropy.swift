import Checks
import Tensors

/// Cross-entropy between logits and class indices: `−log softmax(logits)[label]`, averaged over the batch.
///
/// - Parameters:
///   - logits: `[batch, classes]`, not probabilities: the softmax happens in here.
///   - labels: one class index per row.
///   - classWeights: one weight per class. The mean divides by the sum of the weights of the labels present, as in
///     PyTorch.
///   - labelSmoothing: ε of the target's probability is spread evenly over all classes.
///   - ignoreIndex: rows with this label count for nothing.
/// - Returns: a single number. As in PyTorch, a class whose logit is −∞ is left out of the softmax; and when every row
///   is ignored, the loss is NaN but its gradient zero.
/// - Precondition: every label is a class index or `ignoreIndex`.
public func crossEntropy(
    _ logits: Tensor, _ labels: [Int], classWeights: [Float]? = nil, labelSmoothing: Float = 0, ignoreIndex: Int = -100
) -> Tensor {
    require(
        logits.rank == 2 && logits.shape[0] == labels.count,
        "crossEntropy: \(labels.count) labels need logits of shape [\(labels.count), classes], not \(logits.shape)")
    let classes = logits.shape[1]
    requireFit(classWeights, labelSmoothing, classes: classes)
    // The loss is a weighted sum of log-probabilities: here are the weights, row by row.
    var target = [Float](repeating: 0, count: logits.count)
    var total: Float = 0
    for (row, label) in labels.enumerated() where label != ignoreIndex {
        require(
            (0..<classes).contains(label), "crossEntropy: label \(label) in row \(row) is not one of \(classes) classes"
        )
        let weight = classWeights?[label] ?? 1
        total += weight
        for column in 0..<classes {
            target[row * classes + column] = labelSmoothing / Float(classes) * (classWeights?[column] ?? 1)
        }
        target[row * classes + label] += (1 - labelSmoothing) * weight
    }
    // As a tensor: a kernel is made and kept for each number, and with class weights this one changes with the labels.
    return weightedSum(logSoftmax(logits, axis: 1), target) * Tensor(-1 / total)
}

/// Stops with a word when the options of a cross-entropy make no sense for so many classes.
func requireFit(_ classWeights: [Float]?, _ labelSmoothing: Float, classes: Int) {
    require(
        classWeights == nil || classWeights!.count == classes,
        "crossEntropy: \(classes) classes need as many weights, not \(classWeights?.count ?? 0)")
    require((0...1).contains(labelSmoothing), "crossEntropy: label smoothing must be in 0…1, not \(labelSmoothing)")
}
