// Q13  Freeze all layers                                           Chapters/05-freezing.md#q13
//
// A pretrained model is to serve as a fixed feature extractor: whatever training step anybody takes with it, nothing
// in it may change. Not its weights, not its biases, not the running statistics of its batch norms, which move in
// training mode without any gradient. And an optimizer that still holds the parameters, with momentum from earlier
// steps, must not move them either.
//
// The step that follows will be a usual one: the model is put into training mode, a batch goes through, the loss goes
// backward if it can, and the optimizer steps.

import TrainingCore

/// Freezes everything in `model`.
public func freezeAllLayers(of model: Module) throws {
    throw Unfinished()
}
