// Q23  Monitor the training                                        Chapters/07-training.md#q23
//
// Four numbers tell how an epoch went: loss and accuracy on the training images, measured while the model learns, from
// the same outputs as the step; and both on the validation images, measured after the epoch, in evaluation mode and
// without gradients. Each is a mean over images: every image counts the same, whatever batch it is in.
//
// `fit` in the core returns such records. Here you measure them yourself, and draw them as curves.

import TrainingCore

/// Trains `model` for some epochs and measures each of them.
///
/// In epoch 0, 1, … it is in training mode and takes one step of `optimizer` along the cross-entropy of each batch of
/// `training` in that epoch. Returns a record of each epoch. There they count from 1, and accuracies are from 0 to 1.
public func trainAndMonitor(
    _ model: Module, training: DataLoader, validation: DataLoader, optimizer: Optimizer, epochs: Int
) throws -> [EpochRecord] {
    throw Unfinished()
}

/// Draws loss and accuracy over the epochs as a PNG file at `path`.
///
/// It is a `LineChart` with the loss on the left and the accuracy in per cent on the right. Each panel has a title and
/// a name on both axes, in words of your choice, and two series, called "training" and "validation", in this order.
/// Style and scale are left as they are.
public func drawCurves(of records: [EpochRecord], to path: String) throws {
    throw Unfinished()
}
