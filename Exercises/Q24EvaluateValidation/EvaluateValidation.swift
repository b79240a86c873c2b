// Q24  Evaluate on the validation set                             Chapters/08-evaluating.md#q24
//
// After an epoch of training you want to know how the model does on images that it does not learn from: the mean
// cross-entropy and the share of right predictions. Every validation image counts once and each counts the same, also
// those of a last batch that is not full. The model behaves as it will in use, no graph is recorded, and the images
// are prepared without chance; a project has two chains of transforms, one to train with and one to measure with.
//
// Measuring must leave no trace. Whoever called this goes on training: each part of the model comes back in the mode
// that it had, some perhaps in training and some in evaluation mode, and so it does if an image cannot be read and an
// error is thrown halfway. There is at least one image.

import TrainingCore

/// The mean loss and the accuracy (0…1) of `model` on `images`, in batches of at most `batchSize`.
public func evaluateOnValidation(
    _ model: Module, images: any ImageDataset, transforms: (training: Transforms, evaluation: Transforms),
    batchSize: Int
) throws -> (loss: Double, accuracy: Double) {
    throw Unfinished()
}
