// Q29  Batch sizes                                                Chapters/09-hyperparameters.md#q29
//
// Which batch size trains fastest, and what does it do to the accuracy? You get a model, loaders, training, a measure
// and a clock as functions, in a `BatchSizeExperiment`, and arrange them so that the comparison is fair: the runs differ
// in batch size, and in what has to follow from it.
//
// Every size is to see every image equally often. The learning rate is to grow in proportion to the batch size. The
// first steps at a batch size are slow, since kernels are chosen and memory is fetched: take them before you look at
// the clock. The clock is to time the training and nothing else.

import TrainingCore

/// Trains a model at each of `sizes`, in this order, for `epochs` epochs each, and measures speed and accuracy.
///
/// - Parameters:
///   - baseSize: the batch size at which `baseRate` is a good learning rate.
///   - seed: decides the first weights and the order of the images.
public func compareBatchSizes(
    _ sizes: [Int], epochs: Int, baseSize: Int, baseRate: Float, seed: UInt64, with experiment: BatchSizeExperiment
) throws -> [BatchSizeRun] {
    throw Unfinished()
}
