import TrainingCore

/// Batches of pictures from a folder, as training takes them, to see whether steps have to wait for them.
struct PictureFeed {
    private let loader: DataLoader

    /// The pictures below `folder`, cut and flipped at random, `size` by `size` pixels.
    ///
    /// - Throws: `FileError` when there is no whole batch of them, or more classes than a network of the zoo has.
    init(_ folder: String, batch: Int, size: Int) throws {
        let pictures = try ImageFolder(folder)
        guard pictures.count >= batch else {
            throw FileError(folder, expected: "at least \(batch) pictures, a whole batch", found: "\(pictures.count)")
        }
        guard pictures.classes.count <= 1000 else {
            throw FileError(folder, expected: "at most 1000 classes", found: "\(pictures.classes.count)")
        }
        let statistics = Preset.imageNet
        let transforms = Transforms(
            [RandomResizedCrop(size: size), RandomHorizontalFlip()],
            then: [Normalize(mean: statistics.mean, std: statistics.std)])
        loader = DataLoader(pictures, transforms: transforms, batchSize: batch, sampler: .shuffled, dropLast: true)
    }

    /// Times steps that each take a new batch, going through the folder again and again.
    ///
    /// The first step is not timed. A batch is ready when it is a tensor; the time until then counts as waiting.
    func measure(
        count: Int?, _ step: (Tensor, [Int]) -> Void
    ) throws -> (imagesPerSecond: Double, waitingShare: Double) {
        var epoch = 0
        var batches = loader.batches(epoch: epoch)
        var waiting = 0.0
        func stepWithNextBatch() throws {
            let start = ContinuousClock.now
            var next = try batches.next()
            while next == nil {
                epoch += 1
                batches = loader.batches(epoch: epoch)
                next = try batches.next()
            }
            guard let next else { return }
            let images = next.images
            waiting += (.now - start) / .seconds(1)
            step(images, next.labels)
        }
        try stepWithNextBatch()
        waiting = 0
        let watch = try Stopwatch(count: count, stepWithNextBatch)
        let seconds = watch.seconds.reduce(0, +)
        return (Double(watch.seconds.count * loader.batchSize) / seconds, waiting / seconds)
    }
}
