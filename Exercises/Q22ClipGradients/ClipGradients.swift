// Q22  Clip gradients                                              Chapters/07-training.md#q22
//
// One unlucky batch can have a gradient many times as long as usual, and one step along it can undo an epoch. Clipping
// by global norm bounds the step and keeps its direction: all gradients together are one long vector, and when its
// length, √Σg² over every number of every gradient, exceeds a limit, all of them are multiplied by the same factor.
//
// The core has this as `clipGradNorm`. Here you write it yourself, and put it where it belongs in a step.

import TrainingCore

/// Scales the gradients of `parameters` down together so that their common norm is at most `maxNorm`, which is positive.
///
/// A smaller norm is left alone, and so is a parameter that has no gradient. Returns the norm before clipping; 0 when
/// there are no gradients.
public func clipGradients(of parameters: [Parameter], maxNorm: Float) throws -> Float {
    throw Unfinished()
}

/// Takes one training step on a batch, with the gradients of what `optimizer` holds clipped to `maxNorm`.
///
/// `labels` are class indices, the loss is the cross-entropy. Gradients of earlier steps may still be there; they count
/// for nothing. Returns the batch's loss and the norm of its gradients before clipping.
public func trainingStep(
    _ model: Module, images: Tensor, labels: [Int], optimizer: Optimizer, maxNorm: Float
) throws -> (loss: Float, norm: Float) {
    throw Unfinished()
}
