import ArgumentParser
import Foundation
import Runs
import TrainingCore

/// What a run follows from, as far as it can be chosen.
struct RunChoices: ParsableArguments {
    @Option(help: "The network; see weights list for what comes with the package.")
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

    @Option(help: "Side of the images in pixels. (default: the weights' own)")
    var size: Int?

    @Option(name: .customLong("lr"), help: "The head's highest learning rate, or auto: ask the rate finder.")
    var rate = "auto"

    @Option(help: "Decides every random choice.")
    var seed: UInt64 = 1

    @Flag(inversion: .prefixedNo, help: "Cut and flip training images at random.")
    var augment = true

    private var givenRate: Float? { Float(rate) }

    func validate() throws {
        if let epochs, !(1...10_000).contains(epochs) {
            throw ValidationError("--epochs must be 1 to 10000, not \(epochs).")
        }
        guard (1...4096).contains(batch) else { throw ValidationError("--batch must be 1 to 4096, not \(batch).") }
        if let size, !(32...1024).contains(size) {
            throw ValidationError("--size must be 32 to 1024 pixels, not \(size).")
        }
        guard rate == "auto" || givenRate.map({ $0 > 0 && $0.isFinite }) == true else {
            throw ValidationError("--lr must be a positive number or auto, not \(rate).")
        }
        do { _ = try ModelZoo.preset(model) } catch { throw ValidationError("\(error)") }
    }

    /// These choices for photographs of so many classes.
    func configuration(_ source: String, classes: [String]) throws -> RunConfiguration {
        try RunConfiguration(
            data: URL(fileURLWithPath: source).path, model: model,
            weights: weights.map { URL(fileURLWithPath: $0).path }, recipe: recipe, epochs: epochs, batchSize: batch,
            size: size, rate: givenRate, augments: augment, seed: seed, classes: classes)
    }
}

extension Recipe: ExpressibleByArgument {}
