// Q04  Seed everything                                             Chapters/02-environment.md#q04
//
// A run that cannot be repeated cannot be compared with another. Chance enters in four places: the first weights, what
// layers such as dropout draw while they train, the order of the images, and their augmentation. Make all four depend
// on a seed and on nothing else: the same seed gives the same run, whatever ran before it, and another seed another
// run.
//
// What takes no generator of its own, such as the weights of a new layer, draws from the scope that
// `withSeed(seed) { … }` opens. The scope ends with the closure.

import TrainingCore

/// Calls `makeModel`, then `train` with the model, each once; everything that either of them draws comes from `seed`.
public func runSeeded(
    seed: UInt64, makeModel: () throws -> Module, train: (Module) throws -> Void
) throws {
    throw Unfinished()
}

/// A loader for training: every epoch visits each image once, in an order of its own that follows from `seed`.
public func trainingLoader(
    _ dataset: any ImageDataset, transforms: Transforms, batchSize: Int, seed: UInt64
) throws -> DataLoader {
    throw Unfinished()
}

/// The images after `transforms`, batch by batch; each image of each batch is changed in its own way.
public func augment(_ batches: [[Image]], with transforms: Transforms, seed: UInt64) throws -> [[FloatImage]] {
    throw Unfinished()
}
