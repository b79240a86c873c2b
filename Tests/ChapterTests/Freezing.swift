import Testing
import TrainingCore

/// The code of chapter 5, "Freezing".
@Suite("Chapter 5")
struct Freezing {
    @Test func whatMovesAlthoughEveryFlagIsOff() throws {
        let lines = try flagsOnly()
        let text = Chapter("05-freezing.md").text
        #expect(text.contains("```text\n" + lines.joined(separator: "\n") + "\n```"), "\(lines)")
    }

    @Test func theNetworksOwnMethodMovesNothing() throws {
        let model = withSeed(1) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 4) }
        let optimizer = SGD(model.parameters, learningRate: 0.1, momentum: 0.9)
        step(model, optimizer)
        model.freeze()
        let check = model.checkFreeze { step(model, optimizer) }
        #expect(check.moved.isEmpty && check.trainable.isEmpty && check.compared > 50)
    }

    /// A step with a model whose flags were switched off after a step, and nothing else done.
    private func flagsOnly() throws -> [String] {
        let model = withSeed(1) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 4) }
        let optimizer = SGD(model.parameters, learningRate: 0.1, momentum: 0.9)
        step(model, optimizer)

        for parameter in model.parameters { parameter.requiresGrad = false }
        let check = model.checkFreeze { step(model, optimizer) }
        return [
            "may learn: \(check.trainable.count)", "compared:  \(check.compared)", "moved:     \(check.moved.count)",
            "among them \(check.moved.first ?? "") and \(check.moved.last ?? "")",
        ]
    }

    private func step(_ model: Module, _ optimizer: Optimizer) {
        var generator = SeededGenerator(seed: 1)
        let images = Tensor((0..<4 * 3 * 32 * 32).map { _ in generator.normal() }, shape: [4, 3, 32, 32])
        let loss = crossEntropy(model.train()(images), [0, 1, 2, 0])
        if loss.requiresGrad { loss.backward() }
        optimizer.step()
    }
}
