import Foundation
import Testing
import TrainingCore

/// The excerpts of chapter 2.
@Suite("Chapter 2, the environment")
struct EnvironmentExcerpts {
    @Test func versions() {
        let older = [1, 6, 9]
        let newer = [1, 6, 39]
        let byNumber = older.lexicographicallyPrecedes(newer)  // true: 9 is less than 39
        let byText = "1.6.9" < "1.6.39"  // false: the character 9 comes after 3
        #expect(byNumber && !byText)
    }

    @Test func lossOfNoOpinion() {
        let logits = Tensor.zeros([4, 10])  // four images, ten classes, no opinion
        let loss = crossEntropy(logits, [3, 1, 4, 1]).item  // 2.3026, which is ln 10
        #expect(abs(loss - log(10)) < 1e-4)
    }

    @Test func movesMakeOtherParameters() {
        let model = PlacedModel(features: 8, classes: 3)
        let before = model.parameters
        model.move(to: .accelerator(0))
        let isTheSame = model.parameters[0] === before[0]  // false: they are other objects now
        #expect(!isTheSame)
        #expect(model.parameters.map(\.values) == before.map(\.values))
    }

    @Test func movesMakeCopiesOfBatches() throws {
        let model = PlacedModel(features: 8, classes: 3)
        model.move(to: .accelerator(0))
        let mismatch = try #require(throws: DeviceMismatch.self) {
            let batch = PlacedBatch(inputs: .zeros([2, 8]), labels: [0, 2])
            _ = batch.moved(to: .accelerator(0))
            let logits = try model(batch)  // throws: the model on accelerator:0 and the batch on cpu
            Issue.record("logits of shape \(logits.shape)")
        }
        #expect("\(mismatch)".hasSuffix("the model on accelerator:0 and the batch on cpu"))
        let moved = PlacedBatch(inputs: .zeros([2, 8]), labels: [0, 2]).moved(to: .accelerator(0))
        #expect(try model(moved).shape == [2, 3])
    }

    @Test func weightsFollowTheSeed() {
        let a = withSeed(7) { Linear(4, 2) }
        let b = withSeed(7) { Linear(4, 2) }
        let c = withSeed(8) { Linear(4, 2) }
        let isRepeated = a.weight.values == b.weight.values  // true
        let ignoresTheSeed = a.weight.values == c.weight.values  // false
        #expect(isRepeated && !ignoresTheSeed)
    }

    @Test func generatorsGoOn() {
        var generator = SeededGenerator(seed: 7)
        let first = generator.uniform()
        let second = generator.uniform()  // another number
        var again = SeededGenerator(seed: 7)
        let isRepeated = again.uniform() == first  // true: a new generator repeats the old one
        #expect(isRepeated && first != second)
    }
}
