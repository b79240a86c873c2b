import TrainingCore

/// Steps of later epochs, in which the features of the frozen part are known from the first one (``fit``'s cache).
struct CachedSteps {
    /// The time of each step, to which the first epoch does not count.
    let watch: Stopwatch

    private static let batchesPerEpoch = 8

    /// Trains a prepared network on pictures of noise until at least `count` steps are timed; 200 if it is `nil`.
    ///
    /// - Throws: `FileError` when nothing was kept: then no part of the network stands still.
    init(_ network: Module, _ name: String, batch: Int, size: Int, count: Int?) throws {
        let pictures = NoisePictures(count: batch * Self.batchesPerEpoch, size: size)
        let normalised = Transforms(
            [], then: [Normalize(mean: Preset.imageNet.mean, std: Preset.imageNet.std)])
        let loader = DataLoader(pictures, transforms: normalised, batchSize: batch, sampler: .shuffled)
        let first = DataLoader(
            Subset(pictures, indices: Array(0..<batch)), transforms: normalised, batchSize: batch)
        // The first step of an epoch begins before anyone hears of it, so it is not timed either.
        let timedPerEpoch = Self.batchesPerEpoch - 1
        var seconds: [Double] = []
        var isCached = false
        var last = ContinuousClock.now
        try fit(
            network, training: loader, validation: first,
            optimizer: SGD(network.trainableParameters, learningRate: 1e-4, momentum: 0.9),
            epochs: 1 + ((count ?? 200) + timedPerEpoch - 1) / timedPerEpoch,
            onProgress: { progress in
                if progress.epoch > 1 && progress.step > 1 { seconds.append((.now - last) / .seconds(1)) }
                last = .now
            },
            onCache: { _ in isCached = true })
        guard isCached else {
            throw FileError(name, expected: "a frozen part whose features can be kept", found: "none")
        }
        watch = Stopwatch(seconds: seconds)
    }
}

/// Pictures of noise, of 1,000 classes, made anew each time they are asked for.
private struct NoisePictures: ImageDataset {
    let count: Int
    let size: Int

    var classes: [String] { (0..<1000).map { "\($0)" } }
    func label(at index: Int) -> Int { index * 7919 % 1000 }
    func image(at index: Int) -> Image {
        var generator = SeededGenerator(seed: UInt64(index))
        return Image(
            width: size, height: size,
            pixels: (0..<size * size * 3).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
    }
}
