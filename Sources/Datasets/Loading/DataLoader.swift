import Checks
import Images

/// Turns a dataset into batches, decoding and transforming ahead of the training step.
///
///     let loader = DataLoader(folder, transforms: augment, batchSize: 32, sampler: .shuffled, seed: 1)
///     let batches = loader.batches(epoch: 0)
///     while let batch = try batches.next() { … }
///
/// What an epoch yields depends on the dataset, the transforms, the sampler, the seed and the epoch's number, and
/// not on the number of workers or the speed of the machine.
public struct DataLoader: Sendable {
    /// Where the images come from.
    public let dataset: any ImageDataset
    /// What happens to each image.
    public let transforms: Transforms
    /// Images in a batch.
    public let batchSize: Int
    /// The order of an epoch.
    public let sampler: Sampler
    /// Decides the order and the random transforms of every epoch.
    public let seed: UInt64
    /// Whether a last batch that is not full is left out.
    public let dropLast: Bool
    /// How many versions of each image there are when transforms are random, over all epochs together; an epoch draws
    /// one of them for each image. `nil` makes a new one each time.
    ///
    /// Versions that come back need not go through a frozen part of a model again, see `fit`. At least 1.
    public var augmentedVariants: Int? { didSet { checkVariants() } }
    /// Threads that decode and transform beside the caller's, which helps when it would have to wait. With 0 it does
    /// everything, between two steps.
    public var workers: Int
    /// How many batches the workers may be ahead of the caller.
    public let prefetch: Int

    /// A loader for any number of epochs.
    ///
    /// Unlike PyTorch's it has a worker by default, so that one core loads while the others train, and its
    /// `prefetch` counts batches in all, not for each worker.
    ///
    /// - Precondition: `batchSize`, `augmentedVariants` and `prefetch` are at least 1, `workers` at least 0.
    public init(
        _ dataset: any ImageDataset, transforms: Transforms = Transforms(), batchSize: Int,
        sampler: Sampler = .sequential, seed: UInt64 = 0, dropLast: Bool = false, augmentedVariants: Int? = nil,
        workers: Int = 1, prefetch: Int = 2
    ) {
        require(batchSize > 0, "DataLoader: the batch size must be positive, not \(batchSize)")
        require(workers >= 0, "DataLoader: there cannot be \(workers) workers")
        require(prefetch > 0, "DataLoader: at least one batch must be prefetched, not \(prefetch)")
        self.dataset = dataset
        self.transforms = transforms
        self.batchSize = batchSize
        self.sampler = sampler
        self.seed = seed
        self.dropLast = dropLast
        self.augmentedVariants = augmentedVariants
        self.workers = workers
        self.prefetch = prefetch
        checkVariants()
    }

    private func checkVariants() {
        require(
            augmentedVariants ?? 1 > 0, "DataLoader: an image cannot have \(augmentedVariants ?? 0) augmented variants")
    }

    /// How many batches an epoch has.
    public var batchCount: Int {
        let samples = sampler.sampleCount(of: dataset.count)
        return samples / batchSize + (dropLast || samples % batchSize == 0 ? 0 : 1)
    }

    /// The batches of epoch 0, 1, 2, …; the workers start at once.
    public func batches(epoch: Int) -> BatchIterator {
        BatchIterator(Epoch(epoch, of: self))
    }

    /// Calls `body` with every batch of an epoch in turn. When `body` throws, the epoch ends and the workers stop.
    ///
    /// - Throws: what `body` throws, and what ``BatchIterator/next()`` throws.
    public func forEachBatch(epoch: Int, _ body: (PixelBatch) throws -> Void) throws {
        let batches = batches(epoch: epoch)
        while let batch = try batches.next() { try body(batch) }
    }

    /// The same, but images in `known` are neither decoded nor transformed, and missing from their batches.
    ///
    /// - Parameter first: which batch to begin with.
    package func forEachBatch(
        epoch: Int, from first: Int = 0, except known: Set<Sample>, _ body: (PartialBatch) throws -> Void
    ) throws {
        let batches = BatchIterator(Epoch(epoch, of: self, except: known), from: first)
        while let batch = try batches.nextPartial() { try body(batch) }
    }
}
