// Q20  Configure the optimizer                                    Chapters/07-training.md#q20
//
// An optimizer is to hold what is trainable, all of it and nothing else. Weight decay pulls the weights of
// convolutions and linear layers towards zero; biases and the scale and shift of batch norm are to go without. So
// there are two groups, and from them you make the two optimizers that nearly everybody fine-tunes with.
//
// A model in which nothing may learn is an error, and so is Nesterov momentum without momentum: throw one. (The core's
// optimizers would stop the program.)

import TrainingCore

/// What is trainable in `model`, split into a group with `weightDecay` and one with none, both at `learningRate`.
///
/// - Throws: an error of your own if nothing is trainable.
public func parameterGroups(of model: Module, learningRate: Float, weightDecay: Float) throws -> [ParameterGroup] {
    throw Unfinished()
}

/// SGD with Nesterov momentum over what is trainable in `model`, with decay as above.
///
/// - Throws: an error of your own if `momentum` is not above 0, or nothing is trainable.
public func makeSGD(
    for model: Module, learningRate: Float, momentum: Float, weightDecay: Float
) throws -> Optimizer {
    throw Unfinished()
}

/// Adam with decoupled weight decay over what is trainable in `model`, with decay as above. The rest as in PyTorch:
/// betas 0.9 and 0.999, epsilon 10⁻⁸.
///
/// - Throws: an error of your own if nothing is trainable.
public func makeAdamW(for model: Module, learningRate: Float, weightDecay: Float) throws -> Optimizer {
    throw Unfinished()
}
