import ArgumentParser
import TrainingCore

struct WeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Work with weights files.", subcommands: [Inspect.self, Convert.self])

    struct Inspect: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the arrays in a weights file: their names, shapes and types.",
            discussion: "No code in a .pth file is ever run; a file that asks for any is refused.")

        @Argument(help: "The file to read: .safetensors, .pth, or the index or folder of several .safetensors.")
        var file: String

        func run() throws {
            say(weightsTable(try StateDictionary(contentsOfFile: file)))
        }
    }

    struct Convert: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a safetensors or PyTorch .pth file into safetensors.",
            discussion: "No code in a .pth file is ever run; a file that asks for any is refused.")

        @Argument(help: "The file to read: .safetensors, .pth, or the index or folder of several .safetensors.")
        var input: String

        @Argument(help: "The .safetensors file to write.")
        var output: String

        @Flag(help: "Store single precision numbers in half precision: half the size, three digits.")
        var half = false

        func run() throws {
            let full = try StateDictionary(contentsOfFile: input)
            let state = half ? full.inHalfPrecision() : full
            try state.writeSafetensors(to: output)
            let numbers = state.names.compactMap { state[$0]?.count }.reduce(0, +)
            say("\(output): \(state.count) arrays, \(numbers) numbers")
        }
    }
}
