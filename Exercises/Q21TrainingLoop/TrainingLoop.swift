// Q21  Write the training loop                                    Chapters/07-training.md#q21
//
// Everything is there: a model, a loader, a loss, an optimizer. Now bring them together. Each batch of each epoch takes
// one step, in training mode, with its own gradient and no other, at the rate that the schedule gives for that step.
//
// The schedule is a function of the step, counted from 0 through all epochs. It gives a factor: each group's rate is
// the one it came with times that factor. For OneCycle that function is `cycle.factor`.
//
// Between two epochs people validate, and the model may come back from that in evaluation mode.

import TrainingCore

/// How bad some logits, `[batch, classes]`, are for the labels: a single number that can go backward.
public typealias LossFunction = (_ logits: Tensor, _ labels: [Int]) throws -> Tensor

/// Trains `model` on epochs 0, 1, … of `loader` and returns the loss of every step, in order.
///
/// - Parameters:
///   - schedule: what the groups' learning rates are multiplied with at a step.
///   - afterEpoch: to be called after each epoch with its number, for example to validate.
public func train(
    _ model: Module, on loader: DataLoader, epochs: Int, loss: LossFunction, optimizer: Optimizer,
    schedule: (_ step: Int) -> Double, afterEpoch: (_ epoch: Int) throws -> Void
) throws -> [Float] {
    throw Unfinished()
}
