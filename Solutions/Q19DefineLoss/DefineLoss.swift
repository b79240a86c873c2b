import TrainingCore

/// The mean cross-entropy of `logits`, `[batch, classes]`, and one class index per row: a single number of shape `[]`.
///
/// - Parameters:
///   - classWeights: what an image of each class counts; 1 each if `nil`.
///   - labelSmoothing: the share ε of the target that is spread evenly over all classes, 0…1.
public func classificationLoss(
    _ logits: Tensor, _ labels: [Int], classWeights: [Float]?, labelSmoothing: Float
) throws -> Tensor {
    let classes = logits.shape[1]
    let weights = classWeights ?? [Float](repeating: 1, count: classes)
    let even = labelSmoothing / Float(classes)
    var targets: [Float] = []  // row by row: how much of each log-probability counts
    for label in labels {
        for column in 0..<classes {
            let target = column == label ? 1 - labelSmoothing + even : even
            targets.append(target * weights[column])
        }
    }
    let total = labels.map { weights[$0] }.reduce(0, +)
    return -sum(logSoftmax(logits) * Tensor(targets, shape: logits.shape)) / total
}
