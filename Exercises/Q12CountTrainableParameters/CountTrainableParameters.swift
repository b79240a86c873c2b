// Q12  Count trainable parameters                                  Chapters/04-loading.md#q12
//
// How many numbers may a training step change? Count the elements of the parameters that want a gradient: a weight of
// shape [64, 3, 7, 7] counts 9,408. A parameter that two layers share is one parameter.

import TrainingCore

/// How many numbers of `model` may change in training.
public func countTrainableParameters(of model: Module) throws -> Int {
    throw Unfinished()
}
