import Testing
import TrainingCore

/// The code of chapter 12, "Which rate?".
@Suite("Chapter 12")
struct WhichRate {
    private func network() throws -> Module {
        let model = try ResNet.fashionMNIST()
        model.fc = withSeed(1) { Linear(128, 10) }
        return model
    }

    private func loader(_ images: Range<Int> = 0..<64) throws -> DataLoader {
        let digits = try KnownDataset.digits.open()
        return DataLoader(
            Subset(digits.train, indices: Array(images)), transforms: Preset.fashionMNIST.evaluationTransforms(),
            batchSize: 32, sampler: .shuffled)
    }

    @Test func theFinder() throws {
        let model = try network()
        let training = try loader()
        let optimizer = AdamW(model.parameters, learningRate: 1)
        let curve = try findLearningRate(model, training: training, optimizer: optimizer, steps: 20)
        print(curve.valley ?? 0, curve.steepest ?? 0)
        #expect(curve.rates.count == curve.losses.count)
    }

    @Test func lowRatesForEarlyGroups() throws {
        let model = try network()
        let groups = model.layerGroups
        let fine = AdamW(groups.parameterGroups(.geometric(from: 1e-5, to: 1e-3)))
        let decaying = AdamW(groups.parameterGroups(.decaying(1e-3, by: 0.75)))
        #expect(abs(fine.groups[0].learningRate - 1e-5) < 1e-9)
        #expect(abs(decaying.groups[decaying.groups.count - 2].learningRate - 7.5e-4) < 1e-9)
    }

    @Test func twoPhases() throws {
        let model = try network()
        let (training, validation) = (try loader(), try loader(64..<128))
        let records = try fineTune(
            model, training: training, validation: validation, epochs: 1,
            recipe: FineTuning(rate: 2e-3, frozenEpochs: 1))
        #expect(records.map(\.epoch) == [1, 2])
    }
}
