/// Goes through the batches of one epoch while workers prepare the next ones.
///
/// Letting go of it early, by `break` or an error, stops the workers and waits until each has finished the image
/// it was at.
public final class BatchIterator {
    private let epoch: Epoch
    private let queue: LoadQueue
    private var workers: [WorkerThread] = []
    private var nextBatch: Int
    private let batchCount: Int

    /// - Parameter first: which batch to begin with.
    init(_ epoch: Epoch, from first: Int = 0) {
        let loader = epoch.loader
        let queue = LoadQueue(
            sampleCount: epoch.order.count, batchSize: loader.batchSize, prefetch: loader.prefetch, firstBatch: first)
        self.epoch = epoch
        nextBatch = first
        self.queue = queue
        batchCount = loader.batchCount
        workers = (0..<min(loader.workers, epoch.loadCount)).compactMap { _ in
            WorkerThread {
                while let position = queue.claim() { queue.deliver(epoch.load(position), at: position) }
            }
        }
    }

    deinit { stop() }

    /// The next batch, or nil after the last. Instead of waiting for the workers, this thread loads what they have not
    /// begun: much of an epoch's first batch, or everything without workers.
    ///
    /// - Throws: what the first unreadable image of this batch threw, or `FileError` when the transforms left images
    ///   of different sizes. The epoch ends there: further calls return nil.
    public func next() throws -> PixelBatch? { try nextPartial()?.pixels }

    /// The same for an epoch that leaves out some images.
    package func nextPartial() throws -> PartialBatch? {
        guard nextBatch < batchCount else { return nil }
        let positions = epoch.positions(ofBatch: nextBatch)
        while let position = queue.claimAwaited() { queue.deliver(epoch.load(position), at: position) }
        let loaded = queue.takeBatch()
        nextBatch += 1
        do {
            return try PartialBatch(loaded.map { try $0.get() }, at: positions, of: epoch)
        } catch {
            nextBatch = batchCount
            stop()
            throw error
        }
    }

    private func stop() {
        queue.stop()
        for worker in workers { worker.join() }
        workers = []
    }
}
