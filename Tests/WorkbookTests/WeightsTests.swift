import Foundation
import Testing
import TrainingCore

@Suite("workbook weights inspect")
struct InspectTests {
    private func inspect(_ state: StateDictionary) throws -> Run {
        let scratch = try Scratch()
        try state.writeSafetensors(to: "\(scratch.path)/weights.safetensors")
        return try Run(["weights", "inspect", "weights.safetensors"], in: scratch.path)
    }

    @Test func alignsNamesShapesAndTypes() throws {
        var state = StateDictionary()
        state["conv1.weight"] = WeightArray([Float](repeating: 0, count: 2 * 3 * 4 * 5), shape: [2, 3, 4, 5])
        state["bn1.num_batches_tracked"] = WeightArray(integers: [7], shape: [])
        state["fc.weight"] = WeightArray([Float](repeating: 1, count: 2000), shape: [1, 2000]).converted(to: .float16)
        let run = try inspect(state)
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(
            run.output == """
                name                     shape    type
                bn1.num_batches_tracked  scalar   int64
                conv1.weight             2×3×4×5  float32
                fc.weight                1×2000   float16

                3 arrays, 2,121 numbers, 4,488 bytes

                """)
    }

    /// A long name moves nothing but its own line.
    @Test func staysWithin80ColumnsWhereItCan() throws {
        var state = StateDictionary()
        state["a"] = WeightArray([0], shape: [1])
        state[String(repeating: "x", count: 90)] = WeightArray([0], shape: [1])
        let lines = try inspect(state).output.split(separator: "\n")
        #expect(lines.first { $0.hasPrefix("a ") }?.count == 80)
        #expect(lines.contains { $0.hasPrefix(String(repeating: "x", count: 90) + " 1      float32") })
    }

    @Test func showsNoControlCharacters() throws {
        var state = StateDictionary()
        state["a\u{1B}[31m\nb"] = WeightArray([0], shape: [1])
        let run = try inspect(state)
        #expect(run.output.contains("a?[31m?b  1      float32\n") && !run.output.contains("\u{1B}"))
        #expect(run.output.hasSuffix("\n1 array, 1 number, 4 bytes\n"))
    }

    @Test func everyShippedFileCanBeInspected() throws {
        let scratch = try Scratch()
        let run = try Run(["weights", "inspect", EfficientNetLite.imageNetWeights], in: scratch.path)
        #expect(run.status == 0)
        let state = try StateDictionary(contentsOfFile: EfficientNetLite.imageNetWeights)
        #expect(run.output.split(separator: "\n").count == state.count + 2)
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test(arguments: ["nowhere", "folder", "empty", "text", "cut"])
    func refusesBadFilesInOneLine(_ kind: String) throws {
        let scratch = try Scratch()
        let url = URL(fileURLWithPath: "\(scratch.path)/\(kind)")
        switch kind {
        case "nowhere": break
        case "folder": try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        case "empty": try Data().write(to: url)
        case "text": try Data("These are no weights.".utf8).write(to: url)
        default:
            let whole = try Data(contentsOf: URL(fileURLWithPath: EfficientNetLite.imageNetWeights))
            try whole.prefix(whole.count / 2).write(to: url)
        }
        let run = try Run(["weights", "inspect", kind], in: scratch.path)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(
            run.errors.hasPrefix("Error: \(kind)") && run.errors.contains(": expected ")
                && run.errors.split(separator: "\n").count == 1)
    }
}
