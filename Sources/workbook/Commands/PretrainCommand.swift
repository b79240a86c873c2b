import ArgumentParser
import TrainingCore
import Wording

struct PretrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pretrain",
        abstract: "Train the small ResNet that the exercises use, on the whole of Fashion-MNIST.",
        discussion: """
            Fetch the images first: ./workbook data fetch fashion-mnist says which folder they are in. The shipped \
            weights were made with the defaults.
            """)

    @Argument(help: "The folder with the four unpacked IDX files.")
    var source: String

    @Argument(help: "The .safetensors file to write, in half precision.")
    var output: String

    @Option(help: "Decides every random choice.")
    var seed: UInt64 = 1

    @Option(help: "How often to go through the 55,000 training images.")
    var epochs = 16

    func validate() throws {
        guard epochs > 0 else { throw ValidationError("--epochs must be at least 1, not \(epochs).") }
    }

    func run() throws {
        let all = try FashionMNIST.original("train", in: source)
        let test = try FashionMNIST.original("t10k", in: source)
        let parts = try randomSplit(all, fractions: [11.0 / 12, 1.0 / 12], seed: seed)
        let exact = Preset.fashionMNIST.evaluationTransforms()
        let augmented = Transforms(
            exact.pixelSteps + [RandomHorizontalFlip(), RandomCrop(size: 32, padding: 2)], then: exact.floatSteps)
        let training = DataLoader(
            parts[0], transforms: augmented, batchSize: 128, sampler: .shuffled, seed: seed, dropLast: true)
        let model = withSeed(seed) { ResNet.small() }
        let decayed = model.parameters.filter { $0.rank > 1 }
        let others = model.parameters.filter { $0.rank <= 1 }
        let optimizer = AdamW([
            ParameterGroup(decayed, learningRate: 0.01, weightDecay: 0.05, name: "weights"),
            ParameterGroup(others, learningRate: 0.01, name: "biases and batch norm"),
        ])
        let narrator = Narrator(isQuiet: false)
        var bar = narrator.progress("epoch 1/\(epochs)", images: parts[0].count)
        try fit(
            model, training: training, validation: DataLoader(parts[1], transforms: exact, batchSize: 250),
            optimizer: optimizer, epochs: epochs, schedule: OneCycle(steps: epochs * training.batchCount)
        ) { progress in
            bar?.advance(by: progress.images, note: ", loss \(fixed(progress.loss, 3))")
        } onEpoch: { record in
            bar?.finish()
            narrator.say("epoch \(record.epoch)/\(epochs): validation accuracy \(percent(record.validationAccuracy))")
            bar = narrator.progress("epoch \(record.epoch + 1)/\(epochs)", images: parts[0].count)
        }
        let accuracy = try evaluate(model, on: DataLoader(test, transforms: exact, batchSize: 250)).accuracy
        say("Test accuracy: \(percent(accuracy)) of \(test.count) images")
        try model.stateDictionary.inHalfPrecision().writeSafetensors(to: output)
    }
}
