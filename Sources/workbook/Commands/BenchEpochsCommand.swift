import ArgumentParser
import TrainingCore
import Wording

struct BenchEpochsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-epochs",
        abstract: "Measure what an image costs in the epochs of a training run, for data sets of different size.",
        discussion: """
            Trains the small ResNet for three epochs on images of Fashion-MNIST. Fetch them first: ./workbook data fetch \
            fashion-mnist says which folder they are in. Benchmarks/growth runs this for several sizes.
            """)

    @Argument(help: "The folder with the four unpacked IDX files.")
    var source: String

    @Option(help: "How many images to train on, 32 to 60,000.")
    var count: Int

    @Flag(help: "Let the whole network learn, not only its head.")
    var all = false

    @Option(help: "How many megabytes of features may be kept in memory.")
    var cacheLimit = 1024

    @Option(help: "A file to write the numbers to as JSON.")
    var json: String?

    func validate() throws {
        guard (32...60_000).contains(count) else {
            throw ValidationError("--count must be 32 to 60000, not \(count).")
        }
        guard (0...1_000_000).contains(cacheLimit) else {
            throw ValidationError("--cache-limit must be 0 to 1000000 megabytes, not \(cacheLimit).")
        }
    }

    func run() throws {
        let images = Subset(try FashionMNIST.original("train", in: source), indices: Array(0..<count))
        let held = Subset(images, indices: Array(0..<32))
        let exact = Preset.fashionMNIST.evaluationTransforms()
        let training = DataLoader(images, transforms: exact, batchSize: 32, sampler: .shuffled, dropLast: true)
        let model = try ResNet.fashionMNIST()
        if !all { try model.freeze(except: ["fc"]) }
        var epochs: [Double] = []
        var kept = 0
        var start = ContinuousClock.now
        try fit(
            model, training: training, validation: DataLoader(held, transforms: exact, batchSize: 32),
            optimizer: SGD(model.trainableParameters, learningRate: 1e-3, momentum: 0.9), epochs: 3,
            caching: FeatureCaching(memoryLimit: cacheLimit << 20),
            onEpoch: { _ in
                epochs.append((.now - start) / .seconds(1))
                start = .now
            },
            onCache: { if $0.part == .training { kept = $0.images } },
            // Some training images are validated on, so that it takes no time to speak of.
            onFinding: { _ in })
        let perImage = epochs.map { 1e6 * $0 / Double(training.batchCount * 32) }
        let result = EpochCosts(
            images: count, learning: all ? "all" : "head", microsecondsFirstEpoch: perImage[0],
            microsecondsLaterEpochs: (perImage[1] + perImage[2]) / 2, imagesKept: kept, peakMemoryMB: peakMemoryMB())
        if let json { try writeJSON(result, to: json) }
        say(result.line)
    }
}

/// What an image cost in a training run.
private struct EpochCosts: Encodable {
    let images: Int
    let learning: String
    let microsecondsFirstEpoch, microsecondsLaterEpochs: Double
    let imagesKept: Int
    let peakMemoryMB: Double

    /// `1,000 images, head: 310 µs an image in the first epoch, 12 µs later; 1,000 kept; 120 MB at most`
    var line: String {
        "\(grouped(images)) images, \(learning): \(fixed(microsecondsFirstEpoch, 0)) µs an image in the first epoch, "
            + "\(fixed(microsecondsLaterEpochs, 0)) µs later; \(grouped(imagesKept)) kept; "
            + "\(grouped(Int(peakMemoryMB.rounded()))) MB at most"
    }
}
