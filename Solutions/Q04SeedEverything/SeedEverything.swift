import TrainingCore

/// Calls `makeModel`, then `train` with the model, each once; everything that either of them draws comes from `seed`.
public func runSeeded(
    seed: UInt64, makeModel: () throws -> Module, train: (Module) throws -> Void
) throws {
    try withSeed(seed) {
        let model = try makeModel()  // the first weights are drawn here, so the scope must be open already
        try train(model)
    }
}

/// A loader for training: every epoch visits each image once, in an order of its own that follows from `seed`.
public func trainingLoader(
    _ dataset: any ImageDataset, transforms: Transforms, batchSize: Int, seed: UInt64
) throws -> DataLoader {
    DataLoader(dataset, transforms: transforms, batchSize: batchSize, sampler: .shuffled, seed: seed)
}

/// The images after `transforms`, batch by batch; each image of each batch is changed in its own way.
public func augment(_ batches: [[Image]], with transforms: Transforms, seed: UInt64) throws -> [[FloatImage]] {
    var generator = SeededGenerator(seed: seed)  // one for all batches: each goes on where the last one stopped
    return batches.map { batch in
        batch.map { transforms($0, using: &generator) }
    }
}
