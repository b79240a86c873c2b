import Foundation
import Q07SplitDatasetSolution
import Q20ConfigureOptimizerSolution
import Q25TestAccuracySolution
import Q28GroupLearningRatesSolution
import Q29BatchSizesSolution
import Q30NumberOfEpochsSolution
import Q31CompareOptimizersSolution
import TrainingCore
import Wording

/// Chapter 9: batch size, number of epochs and optimizer, tried out on the small ResNet and some of the images. The
/// numbers are about that model, not about the big one.
extension Tour {
    func experiments(_ parts: TourData) throws {
        narrator.heading("Chapter 9: hyperparameters, tried on the small ResNet")
        let trial = try Trial(parts, seed: seed)
        narrator.say(
            "Q28  rates in geometric steps: "
                + (try geometricRates(from: 0.001, to: 0.002, count: 2)).map { "\($0)" }.joined(separator: ", "))

        let sizes = try compareBatchSizes(
            [16, 64], epochs: 2, baseSize: 32, baseRate: 0.003, seed: seed, with: trial.batchSizes)
        for run in sizes {
            narrator.say(
                "Q29  batches of \(run.batchSize): \(Int(run.imagesPerSecond)) images/s, "
                    + "validation accuracy \(percent(run.accuracy))")
        }
        let lengths = try compareEpochCounts([2, 6], seed: seed, with: trial.epochCounts)
        for run in lengths.runs {
            narrator.say(
                "Q30  \(run.accuracies.count) epochs: best after epoch \(run.bestEpoch + 1), "
                    + "validation accuracy \(percent(run.accuracies[run.bestEpoch]))")
        }
        let optimizers = try compareOptimizers(optimizerCandidates(), seeds: [seed, seed + 1], with: trial.optimizers)
        let best = optimizers.trials[optimizers.chosen]
        narrator.say(
            "Q31  best of \(optimizers.trials.count) settings: \(best.name) at \(best.learningRate), validation accuracy "
                + "\(percent(best.mean)), test accuracy \(percent(optimizers.testAccuracy))")
    }
}

/// Some of the images, small, and a model that learns them in a second.
private struct Trial {
    private let training, validation: any ImageDataset
    private let test: DataLoader
    private let transforms = Preset.efficientNetLite0.evaluationTransforms(size: Tour.smallSize)
    private let batchSize: Int
    private let seed: UInt64

    init(_ parts: TourData, seed: UInt64) throws {
        var some = try splitIndices(parts.training.count, fractions: [0.3, 0.7], seed: seed)[0]
        // Batches of 16, 32 or 64 would end with one of a single image, of which batch norm can learn nothing.
        if some.count % 16 == 1 { some.removeLast() }
        training = Subset(parts.training, indices: some)
        validation = parts.validation
        test = DataLoader(parts.test, transforms: transforms, batchSize: 50)
        batchSize = min(32, training.count)
        self.seed = seed
    }

    var batchSizes: BatchSizeExperiment {
        BatchSizeExperiment(
            makeModel: makeModel, makeLoader: { loader(batchSize: $0, seed: $1) },
            train: { model, loader, rate, steps in
                try train(model, loader, Adam(model.parameters, learningRate: rate), steps: steps)
            }, accuracy: validationAccuracy,
            now: { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 })
    }

    var epochCounts: EpochExperiment {
        let loader = loader(batchSize: batchSize, seed: seed)
        return EpochExperiment(
            stepsPerEpoch: loader.batchCount, makeModel: makeModel,
            makeOptimizer: { try makeAdamW(for: $0, learningRate: 0.003, weightDecay: 0.01) },
            trainEpoch: { model, optimizer, schedule, epoch in
                let peaks = optimizer.groups.map { _ in Float(0.003) }
                var step = epoch * loader.batchCount
                model.train()
                try loader.forEachBatch(epoch: epoch) { batch in
                    try setLearningRates(of: optimizer, peaks: peaks, at: step, of: schedule)
                    take(model, batch, optimizer)
                    step += 1
                }
            }, validationAccuracy: validationAccuracy, testAccuracy: testAccuracy)
    }

    var optimizers: OptimizerExperiment {
        OptimizerExperiment(
            makeModel: makeModel,
            train: { model, optimizer, seed in
                let loader = loader(batchSize: batchSize, seed: seed)
                try train(model, loader, optimizer, steps: 2 * loader.batchCount)
            }, validationAccuracy: validationAccuracy, testAccuracy: testAccuracy)
    }

    private func makeModel(seed: UInt64) -> Module {
        withSeed(seed) { ResNet(blocks: [1, 1, 1, 1], classes: training.classes.count, width: 8) }
    }

    private func loader(batchSize: Int, seed: UInt64) -> DataLoader {
        DataLoader(training, transforms: transforms, batchSize: batchSize, sampler: .shuffled, seed: seed)
    }

    private func validationAccuracy(of model: Module) throws -> Double {
        try Q25TestAccuracySolution.accuracy(
            of: model, on: DataLoader(validation, transforms: transforms, batchSize: 50))
    }

    private func testAccuracy(of model: Module) throws -> Double {
        try Q25TestAccuracySolution.accuracy(of: model, on: test)
    }

    /// Takes so many steps under one cycle of rates, epoch after epoch.
    private func train(_ model: Module, _ loader: DataLoader, _ optimizer: Optimizer, steps: Int) throws {
        let peaks = optimizer.groups.map(\.learningRate)
        let schedule = OneCycle(steps: steps)
        var step = 0
        model.train()
        for epoch in 0... where step < steps {
            let batches = loader.batches(epoch: epoch)
            while step < steps, let batch = try batches.next() {
                try setLearningRates(of: optimizer, peaks: peaks, at: step, of: schedule)
                take(model, batch, optimizer)
                step += 1
            }
            if step >= steps { break }
        }
    }

    private func take(_ model: Module, _ batch: PixelBatch, _ optimizer: Optimizer) {
        optimizer.zeroGrad()
        crossEntropy(model(batch.images), batch.labels).backward()
        optimizer.step()
    }
}
