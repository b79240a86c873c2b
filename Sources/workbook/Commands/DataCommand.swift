import ArgumentParser
import TrainingCore

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Work with data sets.", subcommands: [MakeSubset.self])

    struct MakeSubset: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the shipped part of Fashion-MNIST from the original files.",
            discussion: "See Sources/Datasets/make-fashion-mnist-subset.sh, which unpacks them first.")

        @Argument(help: "The folder with the four unpacked IDX files.")
        var source: String

        @Argument(help: "The folder to write train, val and test into.")
        var target: String

        func run() throws { try FashionMNIST.writeSubset(from: source, to: target) }
    }
}
