import Images
import RandomNumbers

/// One pass over a dataset: which image stands where, and how each is made.
struct Epoch: Sendable {
    let number: Int
    let loader: DataLoader
    /// The dataset's index at each position, without those that fill no batch.
    let order: [Int]
    /// What need not be loaded.
    private let known: Set<Sample>

    init(_ number: Int, of loader: DataLoader, except known: Set<Sample> = []) {
        self.number = number
        self.loader = loader
        self.known = known
        let order = loader.sampler.order(count: loader.dataset.count, epoch: number, seed: loader.seed)
        self.order = loader.dropLast ? order.dropLast(order.count % loader.batchSize) : order
    }

    func positions(ofBatch batch: Int) -> Range<Int> {
        let start = batch * loader.batchSize
        return start..<start + min(loader.batchSize, order.count - start)
    }

    /// Which version of which image stands at a position; `nil` when there is a new one each time.
    func sample(at position: Int) -> Sample? {
        guard loader.transforms.isRandom else { return Sample(index: order[position], variant: 0) }
        return loader.augmentedVariants.map { count in
            var generator = generator(at: position)
            return Sample(index: order[position], variant: Int(generator.next() % UInt64(count)))
        }
    }

    /// How many images have to be loaded.
    var loadCount: Int {
        known.isEmpty ? order.count : order.indices.count { !isKnown(sample(at: $0)) }
    }

    /// Decodes and transforms the image at a position of the order, unless it need not be loaded.
    ///
    /// Randomness depends on the seed, the epoch and the position alone, so it does not matter who calls when. The
    /// position, not the index: an image that a weighted sampler draws twice is changed differently each time. Where
    /// there are so many versions of an image and no more, it depends on the seed, the index and the version.
    func load(_ position: Int) -> Loaded {
        Result {
            let sample = sample(at: position)
            if isKnown(sample) { return nil }
            var generator =
                sample.map { seeded.stream(UInt64($0.index), UInt64($0.variant), 0) } ?? generator(at: position)
            return loader.transforms(try loader.dataset.image(at: order[position]), using: &generator)
        }
    }

    private func isKnown(_ sample: Sample?) -> Bool { sample.map(known.contains) ?? false }

    private var seeded: SeededGenerator { SeededGenerator(seed: loader.seed) }

    private func generator(at position: Int) -> SeededGenerator { seeded.stream(UInt64(number), UInt64(position)) }
}
