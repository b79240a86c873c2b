import Images
import RandomNumbers

/// One pass over a dataset: which image stands where, and how each is made.
struct Epoch: Sendable {
    let number: Int
    let loader: DataLoader
    /// The dataset's index at each position, without those that fill no batch.
    let order: [Int]

    init(_ number: Int, of loader: DataLoader) {
        self.number = number
        self.loader = loader
        let order = loader.sampler.order(count: loader.dataset.count, epoch: number, seed: loader.seed)
        self.order = loader.dropLast ? order.dropLast(order.count % loader.batchSize) : order
    }

    func positions(ofBatch batch: Int) -> Range<Int> {
        let start = batch * loader.batchSize
        return start..<start + min(loader.batchSize, order.count - start)
    }

    /// Decodes and transforms the image at a position of the order.
    ///
    /// Randomness depends on the seed, the epoch and the position alone, so it does not matter who calls when. The
    /// position, not the index: an image that a weighted sampler draws twice is changed differently each time.
    func load(_ position: Int) -> Loaded {
        Result {
            var generator = SeededGenerator(seed: loader.seed).stream(UInt64(number), UInt64(position))
            return loader.transforms(try loader.dataset.image(at: order[position]), using: &generator)
        }
    }
}
