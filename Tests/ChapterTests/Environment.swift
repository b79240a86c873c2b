import Foundation
import Testing
import TrainingCore

/// The excerpts of chapter 2.
@Suite("Chapter 2, the environment")
struct EnvironmentExcerpts {
    @Test func versions() {
        let older = [1, 6, 9]
        let newer = [1, 6, 39]
        #expect(older.lexicographicallyPrecedes(newer))
        #expect(!("1.6.9" < "1.6.39"))
    }

    @Test func lossOfNoOpinion() {
        let logits = Tensor.zeros([4, 10])
        let loss = crossEntropy(logits, [3, 1, 4, 1]).item
        #expect(abs(loss - log(10)) < 1e-4)
    }

    @Test func movesMakeOtherParametersAndCopies() throws {
        let model = PlacedModel(features: 8, classes: 3)
        let before = model.parameters
        model.move(to: .accelerator(0))
        #expect(model.parameters[0] !== before[0])
        #expect(model.parameters.map(\.values) == before.map(\.values))

        let batch = PlacedBatch(inputs: .zeros([2, 8]), labels: [0, 2])
        _ = batch.moved(to: .accelerator(0))
        let mismatch = try #require(throws: DeviceMismatch.self) { try model(batch) }
        #expect("\(mismatch)".hasSuffix("the model on accelerator:0 and the batch on cpu"))
        #expect(try model(batch.moved(to: .accelerator(0))).shape == [2, 3])
    }

    @Test func weightsFollowTheSeed() {
        let a = withSeed(7) { Linear(4, 2) }
        let b = withSeed(7) { Linear(4, 2) }
        let c = withSeed(8) { Linear(4, 2) }
        #expect(a.weight.values == b.weight.values)
        #expect(a.weight.values != c.weight.values)
    }

    @Test func generatorsGoOn() {
        var generator = SeededGenerator(seed: 7)
        let first = generator.uniform()
        let second = generator.uniform()
        #expect(first != second)
        var again = SeededGenerator(seed: 7)
        #expect(again.uniform() == first)
    }
}
