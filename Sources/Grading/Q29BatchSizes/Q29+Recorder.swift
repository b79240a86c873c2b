import RandomNumbers
import TrainingCore

/// A batch-size experiment in which nothing is trained and the clock is made up: it notes what it is asked for.
final class BatchSizeRecorder {
    /// One call of `train`.
    struct Training {
        let batchSize: Int
        let loaderSeed: UInt64
        let isShuffled: Bool
        let learningRate: Float
        let steps: Int
        let startsFresh: Bool
        let startsMarked: Bool
        /// What it took, and how much of it because it was the first at this batch size.
        let seconds, cold: Double
    }

    let sizes: [Int]
    let epochs: Int
    let baseSize: Int
    let baseRate: Float
    let seed: UInt64
    let imageCount: Int
    private(set) var trainings: [Training] = []
    /// What making a model or a loader, and measuring, take.
    let making: Double, measuring: Double

    private let accuracies: [Double]
    private let secondsPerStep: Double, secondsPerImage: Double, coldSeconds: Double
    private var time: Double

    init(_ grading: Grading) {
        var generator = grading.generator()
        sizes = Array([4, 6, 10, 16, 24, 40].shuffled(using: &generator).prefix(4))
        epochs = Int.random(in: 2...4, using: &generator)
        baseSize = [8, 16, 32].randomElement(using: &generator)!
        baseRate = generator.uniform(in: 0.01...0.05)
        seed = grading.seed()
        imageCount = Int.random(in: 101...199, using: &generator)
        accuracies = (0..<100).map { _ in Double(generator.uniform(in: 0.3...0.99)) }
        secondsPerStep = Double(generator.uniform(in: 0.001...0.002))
        secondsPerImage = Double(generator.uniform(in: 0.001...0.002))
        coldSeconds = Double(generator.uniform(in: 40...60))
        making = Double(generator.uniform(in: 4...5))
        measuring = Double(generator.uniform(in: 8...10))
        time = Double(generator.uniform(in: 0...1000))
    }

    /// What the learner is given.
    var experiment: BatchSizeExperiment {
        BatchSizeExperiment(
            makeModel: { seed in
                self.time += self.making
                return MarkedModel.fresh(seed: seed)
            },
            makeLoader: { batchSize, seed in
                try expect(batchSize > 0, expected: "a positive batch size", found: "\(batchSize)")
                self.time += self.making
                return DataLoader(
                    NumberedDataset(self.imageCount), batchSize: batchSize, sampler: .shuffled, seed: seed, workers: 0)
            },
            train: { try self.train($0, $1, $2, $3) },
            accuracy: { model in
                self.time += self.measuring
                return MarkedModel.mark(of: model).map(self.accuracy(after:)) ?? 0.1
            },
            now: { self.time })
    }

    /// The last training at a batch size: the measured one, if there is any.
    func measured(_ size: Int) throws -> (number: Int, training: Training) {
        guard let number = trainings.lastIndex(where: { $0.batchSize == size }) else {
            throw Mistake(expected: "a training with batches of \(size)", found: "none")
        }
        return (number, trainings[number])
    }

    /// What is measured after the training with a number.
    func accuracy(after number: Int) -> Double { accuracies[number % accuracies.count] }

    /// How many steps `epochs` epochs have at a batch size.
    func steps(_ size: Int) -> Int { epochs * ((imageCount + size - 1) / size) }

    /// The learning rate in proportion to a batch size.
    func rate(_ size: Int) -> Float { baseRate * Float(size) / Float(baseSize) }

    private func train(_ model: Module, _ loader: DataLoader, _ learningRate: Float, _ steps: Int) throws {
        try expect(trainings.count < 100, expected: "a few trainings for each size", found: "over 100 trainings")
        try expect(steps > 0, expected: "a training of at least one step", found: "\(steps)")
        let size = loader.batchSize
        let isFirst = !trainings.contains { $0.batchSize == size }
        let cold = isFirst ? coldSeconds : 0
        let seconds = cold + Double(steps) * (secondsPerStep + Double(size) * secondsPerImage)
        let training = Training(
            batchSize: size, loaderSeed: loader.seed, isShuffled: loader.sampler == .shuffled,
            learningRate: learningRate, steps: steps, startsFresh: MarkedModel.isFresh(model, seed: seed),
            startsMarked: MarkedModel.isMarked(model), seconds: seconds, cold: cold)
        MarkedModel.mark(model, trainings.count)
        trainings.append(training)
        time += seconds
    }
}
