import ArgumentParser
import TrainingCore

struct TourCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tour",
        abstract: "Fine-tune a pretrained model before your eyes and look at what it predicts.",
        discussion: """
            The whole job, done by the solutions of the thirty-one exercises and, where the big model trains, by fit. \
            Writes curves.png, confusion-matrix.png, predictions.png, curves-from-scratch.png and metrics.json.
            """)

    @Option(help: "Decides every random choice: the head's first weights, the order of the images, dropout.")
    var seed: UInt64 = 1

    @Option(help: "Epochs in each of the two stages.")
    var epochs = 5

    @Option(help: "Side of the images in pixels.")
    var size = 96

    @Option(help: "Threads that load images ahead. The result does not depend on it.")
    var workers = 1

    @Option(
        help:
            "A folder with train, test and perhaps val, each with one folder per class. (default: shipped Fashion-MNIST)"
    )
    var data: String?

    @Option(help: "Weights of EfficientNet-Lite0 to start from, .safetensors or .pth. (default: shipped ImageNet)")
    var weights: String?

    @Option(help: "The folder to write into. (default: Runs/tour-…)")
    var out: String?

    @Flag(help: "Print only where the results are.")
    var quiet = false

    func validate() throws {
        guard epochs > 0 else { throw ValidationError("--epochs must be at least 1, not \(epochs).") }
        guard (32...512).contains(size) else { throw ValidationError("--size must be 32 to 512 pixels, not \(size).") }
        guard (0...64).contains(workers) else { throw ValidationError("--workers must be 0 to 64, not \(workers).") }
    }

    func run() throws {
        let folder = try OutputFolder(out ?? "Runs/tour-\(timestamp())")
        if !quiet { warnIfBusy() }
        let tour = Tour(
            seed: seed, epochs: epochs, size: size, workers: workers, data: data ?? FashionMNIST.root,
            weights: weights ?? EfficientNetLite.imageNetWeights, folder: folder.path,
            narrator: Narrator(isQuiet: quiet))
        do {
            try tour.run().write(to: folder.path)
        } catch {
            folder.removeIfEmpty()
            throw error
        }
    }
}
