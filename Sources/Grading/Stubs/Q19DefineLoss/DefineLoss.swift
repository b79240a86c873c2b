// Q19  Define the loss                                            Chapters/07-training.md#q19
//
// The model gives a row of logits for each image, any numbers at all, and the labels say which class each image is of:
// 3 means the fourth column. Write the cross-entropy of the two, as PyTorch's `CrossEntropyLoss` computes it, with
// weights for the classes and with label smoothing. It has to stay part of the graph, so that it can go backward, and
// it has to stay finite for a model that is very sure and very wrong.
//
// Build it from operations on tensors; `logSoftmax`, `*`, `sum` are the ones to know.

import TrainingCore

/// The mean cross-entropy of `logits`, `[batch, classes]`, and one class index per row: a single number of shape `[]`.
///
/// - Parameters:
///   - classWeights: what an image of each class counts; 1 each if `nil`.
///   - labelSmoothing: the share ε of the target that is spread evenly over all classes, 0…1.
public func classificationLoss(
    _ logits: Tensor, _ labels: [Int], classWeights: [Float]?, labelSmoothing: Float
) throws -> Tensor {
    throw Unfinished()
}
