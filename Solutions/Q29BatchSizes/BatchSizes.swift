import TrainingCore

/// Trains a model at each of `sizes`, in this order, for `epochs` epochs each, and measures speed and accuracy.
///
/// - Parameters:
///   - baseSize: the batch size at which `baseRate` is a good learning rate.
///   - seed: decides the first weights and the order of the images.
public func compareBatchSizes(
    _ sizes: [Int], epochs: Int, baseSize: Int, baseRate: Float, seed: UInt64, with experiment: BatchSizeExperiment
) throws -> [BatchSizeRun] {
    try sizes.map { size in
        let loader = try experiment.makeLoader(size, seed)  // the same seed, so the same order, for every size
        let rate = baseRate * Float(size) / Float(baseSize)
        let steps = epochs * loader.batchCount

        try experiment.train(experiment.makeModel(seed), loader, rate, 2)  // warm-up, with a model to throw away

        let model = try experiment.makeModel(seed)
        let start = experiment.now()
        try experiment.train(model, loader, rate, steps)
        let seconds = experiment.now() - start

        let images = epochs * loader.dataset.count
        return BatchSizeRun(
            batchSize: size, learningRate: rate, steps: steps, imagesPerSecond: Double(images) / seconds,
            accuracy: try experiment.accuracy(model))
    }
}
