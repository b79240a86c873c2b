// Q31  Compare optimizers                                         Chapters/09-hyperparameters.md#q31
//
// An optimizer is more than its name: its learning rate decides more, and so does luck. So each candidate is tried
// with learning rates that suit it, and each rate with several seeds. You get model, training and measures as functions,
// in an `OptimizerExperiment`.
//
// The choice goes by the mean accuracy on the validation set. The test set is asked at the very end, about the models
// of the chosen trial only.

import TrainingCore

/// The candidates, by these names and in this order: "SGD" with Nesterov momentum of 0.9, "Adam", and "AdamW" with a
/// weight decay of 0.01. What is not said is as in PyTorch.
///
/// Each has three learning rates, lowest first: a third of its usual one, the usual one, and three times that. The usual
/// one is 0.03 for SGD with momentum, and 0.001 for the other two. Rounding them is fine: 0.01, 0.03, 0.1.
public func optimizerCandidates() throws -> [OptimizerCandidate] {
    throw Unfinished()
}

/// Tries each candidate with each of its learning rates, in this order, and each rate with all `seeds`.
///
/// Each run is as if it were the only one. It has one seed, for the first weights and for the training. The trial with the
/// highest mean accuracy on the validation set is chosen; of equally good ones, the first.
public func compareOptimizers(
    _ candidates: [OptimizerCandidate], seeds: [UInt64], with experiment: OptimizerExperiment
) throws -> OptimizerComparison {
    throw Unfinished()
}
