// Q16  Unfreeze chosen blocks                                    Chapters/06-unfreezing.md#q16
//
// The head has been trained on a frozen body. Now some blocks of the body are to learn too: those that you name by
// their paths, `layer4` or `layer1.0`. A block is everything below its name: weights, biases, and batch norms, whose
// running statistics follow the batches again. The head goes on learning. Everything else is frozen, statistics too,
// whatever state the model came in; nobody but the optimizer changes a weight.
//
// The optimizer that trained the head does not notice any of this. It has to be told, or replaced.

import TrainingCore

/// Lets the blocks called `names` and the `head` learn, and freezes everything else in `model`.
///
/// Throws if no module bears one of the names; then nothing has changed.
public func unfreezeBlocks(_ names: [String], of model: Module, head: String) throws {
    throw Unfinished()
}

/// The optimizer to go on with: it holds exactly what may learn in `model`, all of it at `learningRate`.
///
/// Return a new one, or give `old`, which trained the head so far, other groups.
public func optimizer(for model: Module, learningRate: Float, after old: Optimizer) throws -> Optimizer {
    throw Unfinished()
}
