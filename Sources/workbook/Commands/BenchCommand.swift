import ArgumentParser
import TrainingCore

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast a model infers or trains here.",
        discussion: """
            Images and labels of 1,000 classes are made once, weights are filled by a rule; the numbers mean nothing. \
            In the training modes a step is forward, cross-entropy, backward, and SGD with momentum.

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
        try expect(warmup, in: 0...1_000_000, "--warmup")
    }

    private func expect(_ value: Int, in range: ClosedRange<Int>, _ option: String) throws {
        guard range.contains(value) else {
            throw ValidationError("\(option) must be \(range.lowerBound) to \(range.upperBound), not \(value).")
        }
    }

    func run() throws {
        let network = try withoutRandomWeights { try ModelZoo.make(model) }
        network.fillByRule()
        try mode.prepare(network, named: model)
        let images = RuleFill.tensor("images", [batch, 3, size, size], in: -2..<2)
        let labels = RuleFill.values("labels", count: batch, in: 0..<1000).map { Int($0) }
        try network.checkTakes(images, of: "--size \(size) --batch \(batch)")
        let step = mode.step(network, images, labels)
        for _ in 0..<warmup { step() }
        let watch = Stopwatch(count: repeats, step)
        let result = BenchResult(
            model: model, mode: mode, batch: batch, size: size, repeats: watch.seconds.count, warmup: warmup,
            threads: computingThreads, imagesPerSecond: Double(batch) / watch.median, medianSeconds: watch.median,
            spread: watch.spread, peakMemoryMB: peakMemoryMB())
        if let json { try result.write(to: json) }
        say(result.line)
    }
}
