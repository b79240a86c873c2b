import ArgumentParser
import TrainingCore
import Wording

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "List, fetch and describe the data sets that the workbook knows by name.",
        subcommands: [List.self, Info.self, Fetch.self, Path.self, MakeSubset.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the data sets, and which of them are here.")

        func run() throws { say(datasetsTable(KnownDataset.all, in: .standard)) }
    }

    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell what a data set is, where it comes from, and how to open it.")

        @Argument(help: "The name of the data set.")
        var name: String

        func run() throws { say(try datasetReport(KnownDataset.named(name), in: .standard)) }
    }

    struct Fetch: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch a data set into the cache.",
            discussion: """
                The licence is shown first. The cache is fine-tuning-workbook in $XDG_CACHE_HOME, or in ~/.cache. A \
                download that was cut off goes on where it stopped. Where there is no network, the message says which \
                file to put where.
                """)

        @Argument(help: "The name of the data set.")
        var name: String

        func run() throws {
            let dataset = try KnownDataset.named(name)
            say("\(dataset.name): \(dataset.title)")
            say(wrapped(dataset.terms, indent: 2))
            let wasHere = (try? dataset.folder()) != nil
            let folder = try Fetcher(say: say).fetch(dataset)
            say(wasHere ? "It is here already: \(folder)" : "Here it is: \(folder)")
        }
    }

    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the folder of a data set and nothing else.",
            discussion: "For scripts: ls \"$(./workbook data path stamps)\"")

        @Argument(help: "The name of the data set.")
        var name: String

        func run() throws { say(try KnownDataset.named(name).folder()) }
    }

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
