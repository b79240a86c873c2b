import Foundation
import Testing
import TrainingCore

/// The code of chapter 6, "Unfreezing".
@Suite("Chapter 6")
struct Unfreezing {
    private let text = Chapter("06-unfreezing.md").text

    @Test func aPieceOfTextIsNoPath() {
        let lines = matches()
        #expect(text.contains("```text\n" + lines.joined(separator: "\n") + "\n```"), "\(lines)")
    }

    @Test func threeColumnsThatDisagree() {
        let lines = disagreements()
        #expect(text.contains("```text\n" + lines.joined(separator: "\n") + "\n```"), "\(lines)")
    }

    @Test func anOptimizerKeepsWhatItWasGiven() throws {
        let model = withSeed(1) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 4) }
        try model.freeze(except: ["fc"])
        let optimizer = SGD(model.trainableParameters, learningRate: 0.1)
        try model.unfreeze(["layer4"])
        let held = optimizer.parameters.count  // 2: fc.weight and fc.bias, as before
        let learning = model.trainableParameters.count  // 11
        #expect(held == 2 && learning == 11)
        optimizer.groups = [ParameterGroup(model.trainableParameters, learningRate: 0.01)]
        #expect(optimizer.parameters.count == 11)
    }

    @Test func aFrozenBlockPassesGradientsOn() throws {
        let model = withSeed(1) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 4) }
        try model.freeze(except: ["layer2", "fc"])
        let step = rows(model, SGD(model.trainableParameters, learningRate: 0.1))
        #expect(step.first { $0.name == "layer2.0.conv1.weight" }?.moved == true)
        #expect(step.first { $0.name == "layer3.0.conv1.weight" }?.moved == false)
    }

    /// How much of EfficientNet-Lite0 a search for `_blocks.1` finds, and how much lies in that block.
    private func matches() -> [String] {
        let model = EfficientNetLite()
        let names = model.namedParameters.map(\.name)
        let containing = names.filter { $0.contains("_blocks.1") }
        let below = names.filter { $0.hasPrefix("_blocks.1.") }
        return ["containing \"_blocks.1\":     \(containing.count)", "beginning with \"_blocks.1.\": \(below.count)"]
    }

    /// A table in which flag, optimizer and values contradict one another.
    private func disagreements() -> [String] {
        let model = withSeed(1) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 4) }
        let optimizer = SGD(model.parameters, learningRate: 0.1)
        step(model, optimizer)

        for (name, parameter) in model.namedParameters { parameter.requiresGrad = name.hasPrefix("layer4.") }
        model.fc = Linear(32, 3)
        let shown = ["conv1.weight", "layer4.0.conv1.weight", "fc.weight"]
        return rows(model, optimizer).filter { shown.contains($0.name) }.map(\.description)
    }

    private func rows(_ model: Module, _ optimizer: Optimizer) -> [UpdateRow] {
        let held = Set(optimizer.parameters.map(ObjectIdentifier.init))
        let before = model.parameters.map(\.values)
        step(model, optimizer)
        return zip(model.namedParameters, before).map { parameter, before in
            UpdateRow(
                name: parameter.name, requiresGrad: parameter.element.requiresGrad,
                isHeld: held.contains(ObjectIdentifier(parameter.element)), moved: parameter.element.values != before)
        }
    }

    private func step(_ model: Module, _ optimizer: Optimizer) {
        var generator = SeededGenerator(seed: 1)
        let images = Tensor((0..<4 * 3 * 32 * 32).map { _ in generator.normal() }, shape: [4, 3, 32, 32])
        crossEntropy(model.train()(images), [0, 1, 2, 0]).backward()
        optimizer.step()
    }
}
