// Q02  Import the modules                                          Chapters/02-environment.md#q02
//
// Every training script begins with its imports and then makes the same six parts: a dataset, transforms, a loader, a
// model, a loss, an optimizer. Make them, and push one batch through, so that you know they fit before you train.
//
// - dataset: an `ImageFolder`
// - transforms: the evaluation transforms of `Preset.efficientNetLite0`, at `imageSize`
// - loader: a `DataLoader` over that dataset with those transforms
// - model: a `ResNet` with random weights, `blocks: [1, 1, 1, 1]` and `width: 8`, and an output for each class
// - loss: cross-entropy
// - optimizer: `SGD` or `AdamW` over the whole model
//
// The two imports below bring no more than the two names that this file needs to compile. Write yours.

import struct TrainingCore.Toolkit
import struct TrainingCore.Unfinished

/// The six parts for the pictures in `folder`, which has a sub-folder for each class.
public func buildToolkit(imagesIn folder: String, imageSize: Int, batchSize: Int) throws -> Toolkit {
    throw Unfinished()
}

/// Takes one training step with the first batch of the loader's epoch 0 and returns the loss before the step.
public func trainOnFirstBatch(_ toolkit: Toolkit) throws -> Float {
    throw Unfinished()
}
