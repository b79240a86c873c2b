// Q25  Accuracy on the test set                                   Chapters/08-evaluating.md#q25
//
// A model gives a row of logits for each image, and its prediction is the class with the largest one. Accuracy is the
// share of right predictions among all images, 0…1, whatever the batch size. The model is in evaluation mode while you
// measure and has its own modes back afterwards; no graph is recorded.
//
// Training leaves you with several candidates: other rates, other numbers of epochs. The validation set is there to
// choose one of them, the test set to say once, at the end, how good the chosen one is. A candidate that was not chosen
// never meets a test image.

import TrainingCore

/// The share of images in `loader`, 0…1, whose class `model` finds. There is at least one image.
public func accuracy(of model: Module, on loader: DataLoader) throws -> Double {
    throw Unfinished()
}

/// The index of the candidate with the highest accuracy on `validation`, and its accuracy on `test`. There is at
/// least one candidate.
public func chooseAndTest(
    _ candidates: [Module], validation: DataLoader, test: DataLoader
) throws -> (chosen: Int, testAccuracy: Double) {
    throw Unfinished()
}
