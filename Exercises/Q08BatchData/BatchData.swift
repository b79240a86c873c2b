// Q08  Batch the data                                              Chapters/03-data.md#q08
//
// A DataLoader turns a dataset into batches, decoding and transforming ahead of the training step. Training wants every
// image once in an epoch, in an order that each epoch draws anew from the seed, and in full batches as far as possible:
// of an incomplete last one it may do without, and if it had one image alone it must, since batch norm cannot compute
// statistics from that. Validation and test want every image, each time in the same order, that of the dataset.
//
// What an epoch yields depends on the loader and on the epoch's number: `loader.batches(epoch: 3)` is the fourth.
// Such an iterator serves one epoch.

import TrainingCore

/// Images and what happens to each on its way into the network.
public typealias Part = (images: any ImageDataset, transforms: Transforms)

/// Loaders for the three parts of a dataset. The training part has at least one full batch.
public func makeLoaders(
    training: Part, validation: Part, test: Part, batchSize: Int, seed: UInt64
) throws -> (training: DataLoader, validation: DataLoader, test: DataLoader) {
    throw Unfinished()
}

/// Goes through `loader` for some epochs and shows each batch to `visit`, with the number of its epoch, from 0 on.
public func visitBatches(
    of loader: DataLoader, epochs: Int, _ visit: (_ epoch: Int, _ batch: PixelBatch) throws -> Void
) throws {
    throw Unfinished()
}
