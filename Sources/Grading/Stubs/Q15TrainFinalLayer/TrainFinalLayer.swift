// Q15  Train only the final layer                                  Chapters/05-freezing.md#q15
//
// Feature extraction: the head `fc` learns, the rest of the network (the body) stays exactly as it is. Your functions
// prepare the model and return the parameters that the optimizer is to hold. A usual training loop follows, which you
// cannot change: it calls `model.train()`, and then forward, backward and step for each batch. Even then the body must
// compute as in evaluation, with the batch-norm statistics it was trained with.
//
// The model may come in any state: all of it learning, all of it frozen, gradients left from earlier steps.

import TrainingCore

/// Lets the head that `model` has, a single layer or several, learn with all it has, and freezes the body.
///
/// Returns the parameters for the optimizer.
public func trainOnlyHead(of model: ResNet) throws -> [Parameter] {
    throw Unfinished()
}

/// Gives `model`, whose head is a `Linear`, a new `Linear` head for `classes` classes, and prepares it likewise.
///
/// Returns the parameters for the optimizer.
public func replaceHead(of model: ResNet, classes: Int) throws -> [Parameter] {
    throw Unfinished()
}
