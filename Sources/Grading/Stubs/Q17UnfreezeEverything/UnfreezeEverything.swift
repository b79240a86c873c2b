// Q17  Unfreeze everything                                       Chapters/06-unfreezing.md#q17
//
// The last stage of many recipes: the whole model learns. Every parameter gets gradients again, batch norms follow the
// batches again in training mode, and the weights, the trained head's included, are the ones to go on from. All of it
// learns at a tenth of the rate at which the head began, so that what was learned before is adjusted and not
// overwritten.
//
// `old` trained the head. It holds what it was given then, and a schedule may have brought its rate down since.

import TrainingCore

/// Lets everything in `model` learn again.
///
/// Returns the optimizer to go on with: it holds every parameter, all of them at a tenth of `headRate`. It may be a
/// new one, or `old` with other groups.
public func unfreezeEverything(in model: Module, headRate: Float, after old: Optimizer) throws -> Optimizer {
    throw Unfinished()
}
