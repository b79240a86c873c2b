import TrainingCore

/// Images and what happens to each on its way into the network.
public typealias Part = (images: any ImageDataset, transforms: Transforms)

/// Loaders for the three parts of a dataset. The training part has at least one full batch.
public func makeLoaders(
    training: Part, validation: Part, test: Part, batchSize: Int, seed: UInt64
) throws -> (training: DataLoader, validation: DataLoader, test: DataLoader) {
    (
        training: DataLoader(
            training.images, transforms: training.transforms, batchSize: batchSize, sampler: .shuffled, seed: seed,
            dropLast: true),
        validation: DataLoader(validation.images, transforms: validation.transforms, batchSize: batchSize),
        test: DataLoader(test.images, transforms: test.transforms, batchSize: batchSize)
    )
}

/// Goes through `loader` for some epochs and shows each batch to `visit`, with the number of its epoch, from 0 on.
public func visitBatches(
    of loader: DataLoader, epochs: Int, _ visit: (_ epoch: Int, _ batch: PixelBatch) throws -> Void
) throws {
    for epoch in 0..<epochs {
        let batches = loader.batches(epoch: epoch)
        while let batch = try batches.next() { try visit(epoch, batch) }
    }
}
