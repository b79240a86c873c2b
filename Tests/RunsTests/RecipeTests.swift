import Testing
import TrainingCore

@testable import Runs

@Suite("Recipes")
struct RecipeTests {
    private static func record(_ accuracy: Double) -> EpochRecord {
        EpochRecord(
            epoch: 1, trainingLoss: 1, trainingAccuracy: 0.5, validationLoss: 1, validationAccuracy: accuracy)
    }

    /// The stages of a recipe, if the head stage brings so much.
    private static func stages(_ recipe: Recipe, images: Int, headAccuracy: Double = 0.5) -> [Stage] {
        let size = TrainingSize(images: images, classes: 2)
        var done: [StageResult] = []
        while let next = recipe.next(after: done, size, epochs: nil, rate: 0.01), done.count < 5 {
            done.append(StageResult(stage: next, records: [record(headAccuracy)]))
        }
        return done.map(\.stage)
    }

    @Test(arguments: [
        (Recipe.head, ["head"]), (.lastBlock, ["head", "last block"]), (.fineTune, ["head", "all layers"]),
        (.full, ["all layers"]),
    ])
    func stagesOf(_ recipe: Recipe, _ names: [String]) {
        #expect(Self.stages(recipe, images: 50).map(\.name) == names)
    }

    /// Guessing one of two classes gets a half; three quarters of the way from there to perfect is 0.875.
    @Test(arguments: [
        (199, 0.5, "last block", Float(10)), (199, 0.99, "last block", 10), (200, 0.88, "all layers", 100),
        (200, 0.87, "all layers", 10),
    ])
    func autoChoosesByTheFourCases(_ images: Int, _ accuracy: Double, _ name: String, _ divisor: Float) throws {
        let stages = Self.stages(.auto, images: images, headAccuracy: accuracy)
        #expect(stages.map(\.name).first == "head")
        let last = try #require(stages.dropFirst().first)
        #expect(last.name == name && last.divisor == divisor)
        let reason = try #require(last.reason)
        #expect(reason.contains(images < 200 ? "few images" : "many images"))
        #expect(reason.contains(accuracy >= 0.875 ? ", like those" : ", unlike those"))
    }

    @Test func aStageOpensItsGroupsAndNothingElse() throws {
        let model = try EfficientNetLite.imageNet()
        let groups = model.layerGroups
        let optimizer = AdamW(groups.parameterGroups(.same(1), weightDecay: 0.01))
        for (stage, open) in [
            (Stage.head(1, 0.1), 1), (.lastBlock(1, 0.1), 2), (.allLayers(1, 0.1, divisor: 100), groups.count),
        ] {
            stage.prepare(model, optimizer)
            #expect(groups.map { !$0.isFrozen } == groups.indices.map { $0 >= groups.count - open }, "\(stage.name)")
            let rates = groups.map { group in
                optimizer.groups.first { $0.parameters.first === group.parameters.first }?.learningRate
            }
            #expect(rates.last == 0.1)
            let first = try #require(rates[groups.count - open])
            #expect(abs(first - 0.1 / (open == 1 ? 1 : stage.divisor)) < 1e-6)
            let norms = model.namedModules.compactMap { $0.element as? BatchNorm }
            #expect(!norms.isEmpty && !norms.contains { !$0.statisticsAreFrozen })
        }
    }
}
