// Q30  Number of epochs                                           Chapters/09-hyperparameters.md#q30
//
// How long should one train? Too short, and the model has not learned; too long, and it learns its few pictures by
// heart. So measure on the validation set after every epoch, keep what the model was at its best, and put that back at
// the end. Then compare runs of different lengths. You get model, optimizer, training and measures as functions, in an
// `EpochExperiment`.
//
// The choices, of an epoch and of a run, are made on the validation set. The test set is asked once, at the very end.

import TrainingCore

/// Every number that `model` needs to be put back as it is now, parameters and buffers, by their names in
/// `namedParameters` and `namedBuffers`.
///
/// Training `model` on must not change the result.
public func snapshot(of model: Module) throws -> [String: Tensor] {
    throw Unfinished()
}

/// Trains for `epochs` epochs, counted from 0, measures after each, and leaves `model` as it was after the best one.
///
/// Of equally good epochs, the first is the best.
///
/// - Parameters:
///   - trainEpoch: trains `model` for the epoch with this number.
///   - accuracy: the accuracy of `model` on the validation set.
public func trainKeepingBest(
    _ model: Module, epochs: Int, trainEpoch: (_ epoch: Int) throws -> Void, accuracy: () throws -> Double
) throws -> EpochRun {
    throw Unfinished()
}

/// Makes a run for each of `counts`, numbers of epochs, and chooses the one whose best epoch is best.
///
/// Each run is as if it were the only one: first weights from `seed`, an optimizer of its own, and a `OneCycle` over all
/// its steps. Of equally good runs, the first is chosen.
public func compareEpochCounts(
    _ counts: [Int], seed: UInt64, with experiment: EpochExperiment
) throws -> EpochComparison {
    throw Unfinished()
}
