import Foundation
import Parity
import Testing
import TrainingCore

/// A scratch folder with an input for `workbook forward`.
private struct Bench {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Writes `in.safetensors` with the images of the fixtures and labels 1, 2, …
    func writeInput(batch: Int, size: Int) throws {
        try write([
            "images": WeightArray(
                RuleFill.values("images", count: batch * 3 * size * size, in: -2..<2), shape: [batch, 3, size, size]),
            "labels": WeightArray(integers: (1...batch).map(Int64.init), shape: [batch]),
        ])
    }

    func write(_ arrays: [String: WeightArray]) throws {
        var state = StateDictionary()
        for (name, array) in arrays { state[name] = array }
        try state.writeSafetensors(to: "\(scratch.path)/in.safetensors")
    }

    func forward(_ more: String..., model: String = "resnet18") throws -> Run {
        try Run(
            [
                "forward", "--model", model, "--classes", "10", "--input", "in.safetensors", "--output",
                "out.safetensors",
            ]
                + more, in: scratch.path)
    }

    func output() throws -> StateDictionary {
        try StateDictionary(contentsOfFile: "\(scratch.path)/out.safetensors")
    }

    /// The program must say one line with `words`, exit with 1 and write nothing.
    func expectRefusal(_ run: Run, _ words: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(run.status == 1 && run.output.isEmpty, "\(run.output)\(run.errors)", sourceLocation: sourceLocation)
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)", sourceLocation: sourceLocation)
        #expect(run.errors.contains(words), "\(run.errors)", sourceLocation: sourceLocation)
        #expect(!scratch.contents.contains { $0.contains("out") }, sourceLocation: sourceLocation)
    }
}

@Suite("workbook forward")
struct ForwardTests {
    private let bench: Bench

    init() throws { bench = try Bench() }

    /// What PyTorch computed, see `Tests/Fixtures/make_forward.py`.
    private func expectParity(with name: String) throws {
        let path = try #require(Bundle.module.path(forResource: "Fixtures/\(name)", ofType: "safetensors"))
        let expected = try StateDictionary(contentsOfFile: path)
        let found = try bench.output()
        let row = ParityRow("Command line", "workbook forward, resnet18", name, limit: 1e-4)
        for name in expected.names {
            #expect(found[name]?.shape == expected[name]?.shape, "\(name)")
            #expect(row.error(found[name]?.floats ?? [], expected[name]?.floats ?? []) < row.limit, "\(name)")
        }
    }

    @Test func givesPyTorchsLogitsAndGradients() throws {
        try bench.writeInput(batch: 2, size: 32)
        let run = try bench.forward("--gradients", "--exact")
        #expect(run.status == 0 && run.output == "out.safetensors: 64 arrays\n", "\(run.errors)")
        try expectParity(with: "forward-eval")
        let names = ResNet.resnet18(classes: 10).namedParameters.map { "grad.\($0.name)" }
        #expect(try Set(bench.output().names) == Set(names + ["logits", "loss"]))
    }

    @Test func trainsBesideFrozenBlocksAsPyTorchDoes() throws {
        try bench.writeInput(batch: 8, size: 64)
        let run = try bench.forward("--gradients", "--train", "--freeze-except", "layer4,fc")
        #expect(run.status == 0, "\(run.errors)")
        try expectParity(with: "forward-frozen")
        let except = try bench.output()
        #expect(
            except.names.allSatisfy {
                !$0.hasPrefix("grad.") || $0.hasPrefix("grad.layer4.") || $0.hasPrefix("grad.fc.")
            })
        _ = try bench.forward("--gradients", "--train", "--freeze", "conv1,bn1,layer1,layer2,layer3")
        #expect(try bench.output() == except)
    }

    @Test func writesOnlyLogitsUnlessAskedForMore() throws {
        try bench.write(["images": WeightArray(RuleFill.values("images", count: 3 * 32 * 32), shape: [1, 3, 32, 32])])
        let run = try bench.forward()
        #expect(run.status == 0 && run.output == "out.safetensors: 1 array\n", "\(run.errors)")
        #expect(try bench.output()["logits"]?.shape == [1, 10])
    }

    @Test func givesTheLossWhenEverythingIsFrozen() throws {
        try bench.writeInput(batch: 2, size: 32)
        let run = try bench.forward(
            "--gradients", "--freeze", "conv1,bn1,layer1,layer2,layer3,layer4,fc.weight,fc.bias")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try bench.output().names.sorted() == ["logits", "loss"])
    }

    @Test func takesWeightsFromAFile() throws {
        try bench.writeInput(batch: 2, size: 32)
        let model = ResNet.resnet18(classes: 10)
        try model.stateDictionary.writeSafetensors(to: "\(bench.scratch.path)/weights.safetensors")
        let run = try bench.forward("--weights", "weights.safetensors")
        #expect(run.status == 0, "\(run.errors)")
        model.eval()
        let logits = withoutGradient { model(RuleFill.tensor("images", [2, 3, 32, 32], in: -2..<2)) }
        #expect(try bench.output()["logits"] == WeightArray(logits.values, shape: [2, 10]))
    }
}

@Suite("workbook forward on bad input")
struct ForwardRefusalTests {
    private let bench: Bench

    init() throws { bench = try Bench() }

    static let images = WeightArray([Float](repeating: 0, count: 2 * 3 * 8 * 8), shape: [2, 3, 8, 8])

    static let inputs: [([String: WeightArray], String)] = [
        ([:], "expected an array images, found none of that name"),
        (["labels": WeightArray(integers: [1, 2], shape: [2])], "expected an array images"),
        (
            ["images": WeightArray([Float](repeating: 0, count: 192), shape: [3, 8, 8])],
            "found float32 of shape [3, 8, 8]"
        ),
        (
            ["images": WeightArray([Float](repeating: 0, count: 64), shape: [1, 1, 8, 8])],
            "shape [batch, 3, height, width], found float32 of shape [1, 1, 8, 8]"
        ),
        (["images": WeightArray([], shape: [0, 3, 8, 8])], "found float32 of shape [0, 3, 8, 8]"),
        (["images": WeightArray([], shape: [2, 3, 0, 8])], "found float32 of shape [2, 3, 0, 8]"),
        (["images": images.converted(to: .uint8)], "images as float32 numbers"),
        (["images": images], "expected an array labels, which --gradients needs, found none of that name"),
        (
            ["images": images, "labels": WeightArray(integers: [1], shape: [1])],
            "labels as int64 numbers of shape [2], one for each image, found int64 of shape [1]"
        ),
        (["images": images, "labels": WeightArray(integers: [1, 2], shape: [2, 1])], "found int64 of shape [2, 1]"),
        (["images": images, "labels": WeightArray([1, 2], shape: [2])], "found float32 of shape [2]"),
        (["images": images, "labels": WeightArray(integers: [9, 10], shape: [2])], "labels from 0 to 9, found 10"),
        (["images": images, "labels": WeightArray(integers: [-1, 0], shape: [2])], "labels from 0 to 9, found -1"),
        (["images": images, "labels": WeightArray(integers: [.max, 0], shape: [2])], "found 9223372036854775807"),
    ]

    @Test(arguments: inputs)
    func refusesUnfitArrays(_ arrays: [String: WeightArray], _ words: String) throws {
        try bench.write(arrays)
        bench.expectRefusal(try bench.forward("--gradients"), "in.safetensors: expected ")
        bench.expectRefusal(try bench.forward("--gradients"), words)
    }

    @Test(arguments: [
        ("layer5", "--freeze layer5: expected names of blocks or parameters, which begin with conv1, bn1, layer1"),
        ("layer", "--freeze layer: "), ("fc,layer10", "--freeze layer10: "), ("fc,", "--freeze : "),
        ("layer1.", "none of that name in this ResNet"), ("relu", "--freeze relu: "),
    ])
    func refusesUnknownPrefixes(_ prefixes: String, _ words: String) throws {
        try bench.writeInput(batch: 2, size: 8)
        bench.expectRefusal(try bench.forward("--freeze", prefixes), words)
        bench.expectRefusal(
            try bench.forward("--freeze-except", prefixes),
            words.replacingOccurrences(of: "--freeze", with: "--freeze-except"))
    }

    @Test func refusesUnknownModelsAndUnfitWeights() throws {
        try bench.writeInput(batch: 2, size: 8)
        bench.expectRefusal(try bench.forward(model: "resnet19"), "resnet19: no such model; there are resnet18")
        try ResNet.resnet18(classes: 9).stateDictionary.writeSafetensors(to: "\(bench.scratch.path)/nine.safetensors")
        bench.expectRefusal(
            try bench.forward("--weights", "nine.safetensors"), "fc.weight: [10, 512] expected, [9, 512] found")
        bench.expectRefusal(try bench.forward("--weights", "none.safetensors"), "found no such file")
    }

    @Test func refusesImagesThatAreTooSmall() throws {
        try bench.writeInput(batch: 1, size: 31)
        bench.expectRefusal(
            try bench.forward(model: "densenet121"), "images of at least 32×32 for a DenseNet, found 31×31")
        try bench.writeInput(batch: 1, size: 32)
        bench.expectRefusal(
            try bench.forward("--train"),
            "in training layer4.0.bn1 needs more than one value per channel, found one of 32×32")
        #expect(try bench.forward("--train", "--freeze", "layer4").status == 0)
    }

    @Test func refusesOptionsThatMakeNoSense() throws {
        try bench.writeInput(batch: 1, size: 8)
        for options in [["--classes", "0"], ["--freeze", "fc", "--freeze-except", "fc"]] {
            let run = try Run(
                ["forward", "--model", "resnet18", "--input", "in.safetensors", "--output", "out.safetensors"]
                    + options,
                in: bench.scratch.path)
            #expect(run.status == 64 && run.errors.contains(options[0]))
        }
        #expect(!bench.scratch.contents.contains("out.safetensors"))
    }
}
