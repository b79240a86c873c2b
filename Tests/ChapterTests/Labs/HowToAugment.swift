import Testing
import TrainingCore

/// The code of chapter 14, "How to augment?".
@Suite("Chapter 14")
struct HowToAugment {
    @Test func randomStepsForTrainingOnly() {
        let preset = Preset.efficientNetLite0
        let evaluation = preset.evaluationTransforms()
        let training = Transforms(
            [
                RandomResizedCrop(size: 224, scale: 0.5...1), RandomHorizontalFlip(),
                ColorJitter(brightness: 0.2, contrast: 0.2),
            ],
            then: [Normalize(mean: preset.mean, std: preset.std), RandomErasing(probability: 0.25)])
        #expect(training.isRandom && !evaluation.isRandom)
    }

    @Test func classesByTheirCounts() {
        let counts = [900, 90, 10]
        let weights = ClassWeights.balanced(counts)
        let logits = withSeed(1) { normal([4, 3], deviation: 1) }
        let loss = crossEntropy(logits, [0, 0, 1, 2], classWeights: weights.values)
        #expect(loss.item.isFinite)
    }
}
