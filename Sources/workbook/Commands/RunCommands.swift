import ArgumentParser
import Foundation
import Runs
import TrainingCore
import Wording

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure the best weights of a run.",
        discussion: """
            On the run's own test images, or on other photographs of the same classes. Where the run has no test images, \
            on its validation images, and it says so: those chose the weights, and flatter them.
            """)

    @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
    var path: String

    @Option(
        help: """
            Other photographs: a folder for each class, or a CSV file of file,label; of parts, those to test on. \
            (default: the run's own)
            """)
    var data: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let folder = RunFolder(path)
        let configuration = try folder.configuration()
        let (images, part) = try measured(folder, configuration)
        let model = try folder.bestModel(configuration)
        let results = try RunResults(model, on: images, configuration)
        let names = configuration.classes
        guard !json else {
            let recall = Dictionary(uniqueKeysWithValues: zip(names, results.recall)).compactMapValues { $0 }
            return try sayJSON(
                Measured(
                    part: part, images: images.count, accuracy: results.evaluation.accuracy,
                    loss: results.evaluation.loss,
                    found: recall))
        }
        say(
            "\(percent(results.evaluation.accuracy)) of \(counted(images.count, "\(part.map { "\($0.rawValue) " } ?? "")image")) "
                + "right, cross-entropy \(fixed(results.evaluation.loss, 3))")
        if part == .validation {
            say("The run has no test images. These chose the weights, so new photographs will come out a little worse.")
        }
        let width = (names.map(\.count).max() ?? 0) + 2
        for (name, share) in zip(names, results.recall) {
            if let share { say("  \(padded(name, width))\(percent(share)) found") }
        }
        for pair in results.confusedPairs.prefix(5) {
            say("  \(pair.actual) taken for \(pair.predicted): \(pair.count)")
        }
    }

    /// What to measure on, and which part of the run's own photographs it is.
    private func measured(
        _ folder: RunFolder, _ configuration: RunConfiguration
    ) throws -> (images: any ImageDataset, part: Photographs.Part?) {
        if let data { return (try configuration.photographs(at: data), nil) }
        let own = try folder.photographs(configuration)
        return (own.heldOut, own.heldOutPart)
    }

    private struct Measured: Encodable {
        /// Which part of the run's own photographs; none for others.
        let part: Photographs.Part?
        let images: Int
        let accuracy, loss: Double
        let found: [String: Double]
    }
}

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Say what the best weights of a run take photographs for.")

    @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
    var path: String

    @Argument(help: "PNG and JPEG files, or folders with them.")
    var images: [String]

    @Option(help: "How many classes to name for each image.")
    var top = 1

    @Flag(help: "Print a line of JSON for each image.")
    var json = false

    @Option(help: "Write a picture of the images with their predictions to this PNG file.")
    var grid: String?

    func validate() throws {
        guard top > 0 else { throw ValidationError("--top must be at least 1, not \(top).") }
    }

    func run() throws {
        let folder = RunFolder(path)
        let files = try images.flatMap { try imagePaths(at: $0) }
        var predictions: [Prediction] = []
        try folder.predict(files, top: top) { prediction in
            predictions.append(prediction)
            if json { return try sayJSON(prediction) }
            let choices = prediction.choices.map { "\($0.name) \(percent($0.probability))" }
            say("\(printable(prediction.file)): \(choices.joined(separator: ", "))")
        }
        if let grid { try predictionGrid(predictions, reading: folder.configuration().reading).write(to: grid) }
    }
}

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the best weights of a run as a safetensors file for other programs.",
        discussion: """
            The names of the arrays are torchvision's, for EfficientNet-Lite those of the Python package \
            efficientnet_lite_pytorch. The file's metadata say which model it is, which classes its \
            logits stand for, and which size, mean and standard deviation it expects of its images.
            """)

    @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
    var path: String

    @Argument(help: "The file to write.")
    var file: String

    @Flag(help: "Store half precision: half the size, three digits.")
    var half = false

    func run() throws {
        let weights = try RunFolder(path).exportedWeights()
        try (half ? weights.inHalfPrecision() : weights).writeSafetensors(to: file)
        say("\(file): \(counted(weights.count, "array"))")
    }
}
