import Testing
import TrainingCore

@Suite("Checking a set-up")
struct CheckTests {
    @Test func nothingIsChanged() throws {
        let model = try pretrained()
        let before = model.parameters.map(\.values) + model.namedBuffers.map(\.element.value.values)
        var setup = setup(loaders(), model)
        (setup.preset, setup.schedule, setup.epochs) = (small, OneCycle(steps: 6), 1)
        _ = SetupCheck.findings(for: setup, readingImages: true)
        #expect(model.parameters.map(\.values) + model.namedBuffers.map(\.element.value.values) == before)
        #expect(model.parameters.allSatisfy { $0.grad == nil } && !model.isTraining)
    }

    @Test func errorsComeFirstAndConsequencesAreLeftOut() throws {
        let model = try pretrained()
        model.freeze(statistics: .follow)
        model.train()
        var parts = loaders()
        let exact = small.evaluationTransforms()
        parts.validation = held(
            Pictures(classes: ["banana", "apple", "cherry"], count: 20, folder: "photos/val"),
            Transforms([RandomHorizontalFlip()] + exact.pixelSteps, then: exact.floatSteps))
        let findings = find(in: parts, model, SGD(model.parameters, learningRate: 0.1))
        #expect(
            findings.map(\.rule) == [
                .nothingTrainableInOptimizer, .classListsDiffer, .randomTransformInValidation,
                .statisticsMoveInFrozenBlock,
            ], "the frozen head follows from the first")
    }

    @Test func aProbeSaysNothingTwiceAndNotWhatFollows() throws {
        let model = tiny().train()
        let parts = loaders()
        model.freeze(statistics: .follow)
        let findings = try HandWrittenLoop(zeroGrad: { _ in }).run(
            TrainingSetup(
                Sequential(model, Linear(3, 3)), optimizer: SGD(model.parameters, learningRate: 0.1),
                training: parts.training))
        #expect(findings.map(\.rule) == [.nothingTrainableInOptimizer, .statisticsMoveInFrozenBlock])
        #expect(try looped { $0.zeroGrad = { _ in } }.map(\.rule) == [.gradientsNotZeroed])
    }

    @Test func aFindingIsThreeLines() throws {
        let model = tiny(classes: 5)
        let finding = try #require(check(loaders(), model).first)
        #expect(
            finding.description == """
                warning, head-does-not-fit-classes: the model has 5 logits, the training images have 3 classes
                    Each class needs one logit; others are answers that are never right.
                    model.5 = Linear(features, 3)
                """)
    }

    private func find(in parts: (DataLoader, DataLoader), _ model: Module, _ optimizer: Optimizer) -> [SetupFinding] {
        SetupCheck.findings(
            for: TrainingSetup(model, optimizer: optimizer, training: parts.0, validation: parts.1))
    }
}
