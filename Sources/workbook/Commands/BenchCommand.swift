import ArgumentParser
import TrainingCore

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast a model infers or trains here.",
        discussion: """
            Images and labels of 1,000 classes are made once, weights are filled by a rule; the numbers mean nothing. \
            In the training modes a step is forward, cross-entropy, backward, and SGD with momentum.

            With --images the same steps are done again with batches from a folder that has a sub-folder of pictures for \
            each class, gone through again and again: random resized crops, flipped at random and normalised, read by \
            the ordinary loader.

            Benchmarks/pytorch.py measures the same with PyTorch, and Benchmarks/compare one beside the other.

            Models: \(ModelZoo.names.joined(separator: ", ")).
            """)

    @Option(help: "The model's name, such as resnet18.")
    var model: String

    @Option(help: "What a step does.")
    var mode: BenchMode

    @Option(help: "How many images a step takes.")
    var batch: Int

    @Option(help: "The width and height of the images.")
    var size: Int

    @Option(help: "A folder of pictures to measure with as well.")
    var images: String?

    @Flag(help: "Compute what nothing is recorded for in bfloat16, where the processor can.")
    var bfloat16 = false

    @Option(help: "How many steps to time. (default: as many as fit into 10 seconds, at least 3)")
    var repeats: Int?

    @Option(help: "How many steps to do before.")
    var warmup = 2

    @Option(help: "A file to write the numbers to as JSON.")
    var json: String?

    func validate() throws {
        try expect(batch, in: 1...4096, "--batch")
        try expect(size, in: 8...2048, "--size")
        if let repeats { try expect(repeats, in: 1...1_000_000, "--repeats") }
        if mode == .headOnlyCached && images != nil {
            throw ValidationError("--images: with kept features no pictures are read; leave it out.")
        }
        try expect(warmup, in: 0...1_000_000, "--warmup")
    }

    private func expect(_ value: Int, in range: ClosedRange<Int>, _ option: String) throws {
        guard range.contains(value) else {
            throw ValidationError("\(option) must be \(range.lowerBound) to \(range.upperBound), not \(value).")
        }
    }

    func run() throws {
        let result = try bfloat16 ? withBfloat16(measure) : measure()
        if let json { try writeJSON(result, to: json) }
        say(result.line)
    }

    private func measure() throws -> BenchResult {
        let network = try withoutRandomWeights { try ModelZoo.make(model) }
        network.fillByRule()
        try mode.prepare(network, named: model)
        let inMemory = RuleFill.tensor("images", [batch, 3, size, size], in: -2..<2)
        let labels = RuleFill.values("labels", count: batch, in: 0..<1000).map { Int($0) }
        try network.checkTakes(inMemory, of: "--size \(size) --batch \(batch)")
        let folder = try images.map { try PictureFeed($0, batch: batch, size: size) }
        let step = mode.step(network)
        let watch: Stopwatch
        if mode == .headOnlyCached {
            watch = try CachedSteps(network, model, batch: batch, size: size, count: repeats).watch
        } else {
            for _ in 0..<warmup { step(inMemory, labels) }
            watch = Stopwatch(count: repeats) { step(inMemory, labels) }
        }
        let fromFiles = try folder?.measure(count: repeats, step)
        return BenchResult(
            model: model, mode: mode, batch: batch, size: size, bfloat16: bfloat16, repeats: watch.seconds.count,
            warmup: warmup, threads: computingThreads, imagesPerSecond: Double(batch) / watch.median,
            medianSeconds: watch.median, spread: watch.spread, peakMemoryMB: peakMemoryMB(),
            imagesPerSecondFromFiles: fromFiles?.imagesPerSecond, waitingShare: fromFiles?.waitingShare)
    }
}
