import ArgumentParser
import Foundation
import Runs
import TrainingCore
import Wording

/// What a run follows from, as far as it can be chosen.
struct RunChoices: ParsableArguments {
    @Option(help: "The network. Weights of efficientnet_lite0 come with the package; others need --weights.")
    var model = "efficientnet_lite0"

    @Option(help: "Pretrained weights of that network, .safetensors or .pth. (default: the shipped ones)")
    var weights: String?

    @Option(
        help: """
            What learns: head, last-block, fine-tune (the head, then all layers), full (all from the start), or auto: \
            the head first, then what the number of images and its success ask for.
            """)
    var recipe = Recipe.auto

    @Option(help: "Epochs of the last stage. (default: the recipe's own number)")
    var epochs: Int?

    @Option(help: "Images in a step.")
    var batch = 32

    @Option(help: "Side of the images in pixels. (default: the weights' own, and 9/7 of it for whole photographs)")
    var size: Int?

    @Option(
        help: """
            What the network sees of a photograph: middle (a square from its middle), whole, or auto: whole where a fifth \
            of the photographs are longer than 3:2.
            """)
    var frame = FrameChoice.auto

    @Option(name: .customLong("lr"), help: "The head's highest learning rate, or auto: ask the rate finder.")
    var rate = "auto"

    @Option(help: "Decides every random choice.")
    var seed: UInt64 = 1

    @Flag(inversion: .prefixedNo, help: "Cut and flip training images at random.")
    var augment = true

    @Flag(help: "Leave out files that cannot be read, instead of stopping.")
    var skipUnreadable = false

    private var givenRate: Float? { Float(rate) }

    func validate() throws {
        let limits = RunConfiguration.Limits.self
        if let epochs, !limits.epochs.contains(epochs) {
            throw ValidationError("--epochs must be \(inWords(limits.epochs)), not \(epochs).")
        }
        guard limits.batchSize.contains(batch) else {
            throw ValidationError("--batch must be \(inWords(limits.batchSize)), not \(batch).")
        }
        if let size, !limits.size.contains(size) {
            throw ValidationError("--size must be \(inWords(limits.size)) pixels, not \(size).")
        }
        guard rate == "auto" || givenRate.map(limits.rate.contains) == true else {
            throw ValidationError("--lr must be a positive number or auto, not \(rate).")
        }
        do { _ = try ModelZoo.preset(model) } catch { throw ValidationError("\(error)") }
    }

    /// A run on some photographs, which are looked through first.
    ///
    /// - Parameter source: the folder of photographs, or a CSV file that lists them.
    func run(on source: String, telling watch: RunWatch) throws -> (RunConfiguration, DatasetSplit) {
        let data = URL(fileURLWithPath: source).path
        // Before every photograph is read.
        _ = try configuration(data).weightsFile
        let (photographs, scan) = try PhotographReport(skipsUnreadable: skipUnreadable, watch: watch).scanned(data)
        let seen = frame.frame ?? Frame(for: scan.aspectRatios)
        if frame == .auto, seen == .whole {
            watch.say(
                "Many are long and narrow: the network sees the whole of each, not a square from its middle; --frame middle "
                    + "changes that")
        }
        let configuration = try configuration(data, seen, classes: photographs.classes)
        return (
            configuration, try photographs.split(seed: seed, copies: scan.copies, reading: configuration.reading)
        )
    }

    private func configuration(
        _ data: String, _ frame: Frame = .middle, classes: [String] = []
    ) throws -> RunConfiguration {
        try RunConfiguration(
            data: data, model: model, weights: weights.map { URL(fileURLWithPath: $0).path }, recipe: recipe,
            epochs: epochs, batchSize: batch, size: size, frame: frame, rate: givenRate, augments: augment, seed: seed,
            classes: classes)
    }
}

extension Recipe: ExpressibleByArgument {}

/// What can be said of the frame.
enum FrameChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, middle, whole

    /// The frame that was asked for; `nil` for the one that fits the photographs.
    var frame: Frame? { Frame(rawValue: rawValue) }
}
