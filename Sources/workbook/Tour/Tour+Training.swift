import Q16UnfreezeBlocksSolution
import Q17UnfreezeEverythingSolution
import Q18VerifyUpdatesSolution
import Q19DefineLossSolution
import Q20ConfigureOptimizerSolution
import Q21TrainingLoopSolution
import Q22ClipGradientsSolution
import Q23MonitorTrainingSolution
import Q24EvaluateValidationSolution
import Q28GroupLearningRatesSolution
import TrainingCore
import Wording

/// Chapters 6 and 7: the head learns, then the last blocks with it.
extension Tour {
    /// The last blocks: the deepest features and what reads them.
    private static let lastBlocks = ["_blocks.12", "_blocks.13", "_blocks.14", "_blocks.15", "_conv_head", "_bn1"]

    func trainHead(of model: Module, _ parts: TourData) throws -> [EpochRecord] {
        narrator.heading("Chapter 7: training the head")
        return try train(model, parts, loaderSeed: seed) {
            try makeAdamW(for: model, learningRate: 0.003, weightDecay: 0.01)
        }
    }

    func trainLastBlocks(of model: Module, _ parts: TourData) throws -> [EpochRecord] {
        narrator.heading("Chapter 6: unfreezing the last blocks, and training them gently")
        try unfreezeBlocks(Self.lastBlocks, of: model, head: Self.head)
        // So few images would spoil the statistics that came from a million.
        try model.unfreeze(Self.lastBlocks, statistics: .stay)
        return try train(model, parts, loaderSeed: seed + 1) {
            var groups = try Q28GroupLearningRatesSolution.parameterGroups(
                of: model, startingAt: [Self.head], from: 0.001, to: 0.002)
            for index in groups.indices { groups[index].weightDecay = 0.01 }
            return AdamW(groups)
        }
    }

    /// What the small ResNet makes of the same images when it has to learn everything: first its head, by a loop of
    /// one's own, then all of it.
    func trainFromScratch(_ small: Toolkit, _ parts: TourData) throws {
        narrator.heading("Chapter 7: for comparison, the small ResNet that knows nothing")
        let transforms = Preset.efficientNetLite0.evaluationTransforms(size: Self.smallSize)
        let training = DataLoader(
            parts.training, transforms: transforms, batchSize: parts.batchSize, sampler: .shuffled, seed: seed,
            dropLast: true)
        let validation = DataLoader(parts.validation, transforms: transforms, batchSize: 50)

        let head = try makeSGD(for: small.model, learningRate: 0.03, momentum: 0.9, weightDecay: 0)
        var longest: Float = 0
        head.stepObserver = { optimizer in
            longest = max(longest, (try? clipGradients(of: optimizer.parameters, maxNorm: 10)) ?? .nan)
        }
        let losses = try Q21TrainingLoopSolution.train(
            small.model, on: training, epochs: 1,
            loss: { try classificationLoss($0, $1, classWeights: nil, labelSmoothing: 0) }, optimizer: head,
            schedule: OneCycle(steps: training.batchCount).factor, afterEpoch: { _ in })
        narrator.say(
            "Q21  its head alone, one epoch by the loop that fit has inside: loss \(fixed(Double(losses.first ?? 0), 2)) "
                + "to \(fixed(Double(losses.last ?? 0), 2))")
        narrator.say("Q22  the longest gradient on the way had the norm \(fixed(Double(longest), 2))")

        let optimizer = try unfreezeEverything(in: small.model, headRate: 0.03, after: head)
        let records = try trainAndMonitor(
            small.model, training: training, validation: validation, optimizer: optimizer, epochs: epochs)
        try drawCurves(of: records, to: "\(folder)/curves-from-scratch.png")
        let last = records.last?.validationAccuracy ?? 0
        narrator.say("Q23  then everything in it (Q17), \(epochs) epochs: validation accuracy \(percent(last))")
    }

    // MARK: - What both stages share

    /// Trains what may learn in the big model. `fit` is the loop of Q21 with a memory: what the frozen part makes of an
    /// image is computed once.
    private func train(
        _ model: Module, _ parts: TourData, loaderSeed: UInt64, makeOptimizer: () throws -> Optimizer
    ) throws -> [EpochRecord] {
        let loaders = try parts.loaders(seed: loaderSeed)
        let training = loaders.training
        try verifyUpdates(of: model, training, by: try makeOptimizer())
        let optimizer = try makeOptimizer()
        for group in optimizer.groups where !group.parameters.isEmpty {
            let count = group.parameters.map(\.count).reduce(0, +)
            narrator.say("Q20  \(grouped(count)) numbers at the learning rate \(group.learningRate)")
        }
        narrator.say("     fit trains them: the loop of Q21, with a memory for what the frozen part makes of an image")
        // As in the loop of Q21 only the rates change: AdamW's first β stays at 0.9.
        let cycle = OneCycle(steps: epochs * training.batchCount, momentum: (0.9, 0.9))
        let bar = narrator.progress("training", images: epochs * training.batchCount * training.batchSize)
        let records = try fit(
            model, training: training, validation: loaders.validation, optimizer: optimizer, epochs: epochs,
            schedule: cycle, maxGradNorm: 10,
            onProgress: {
                bar?.advance(by: $0.images, note: ", epoch \($0.epoch)/\($0.epochs), loss \(fixed($0.loss, 3))")
            },
            onEpoch: { record in
                bar?.finish()
                narrator.say(
                    "     epoch \(record.epoch): loss \(fixed(record.trainingLoss, 3)), validation loss "
                        + "\(fixed(record.validationLoss, 3)), validation accuracy \(percent(record.validationAccuracy))"
                )
            },
            onCache: { report in
                bar?.finish()
                narrator.say("     \(report)")
            })
        let held = try evaluateOnValidation(
            model, images: parts.validation, transforms: (parts.augmentation, parts.evaluation), batchSize: 50)
        narrator.say(
            "Q24  measured again by hand: validation loss \(fixed(held.loss, 3)), validation accuracy "
                + percent(held.accuracy))
        return records
    }

    /// Takes the first, small step of the schedule, and looks at what it did.
    private func verifyUpdates(of model: Module, _ loader: DataLoader, by optimizer: Optimizer) throws {
        guard let batch = try loader.batches(epoch: 0).next() else { return }
        try setLearningRates(
            of: optimizer, peaks: optimizer.groups.map(\.learningRate), at: 0, of: OneCycle(steps: 100))
        let rows = try updateTable(of: model, optimizer: optimizer) {
            optimizer.zeroGrad()
            crossEntropy(model.train()(batch.images), batch.labels).backward()
            optimizer.step()
        }
        // A parameter may stand still without harm, when its gradient happens to be zero.
        let wrong = try rows.filter { try !contradictions(in: $0).subtracting([.heldButStill]).isEmpty }
        guard wrong.isEmpty else { throw UpdatesContradict(rows: wrong) }
        narrator.say(
            "Q18  \(rows.count { $0.moved }) of \(rows.count) parameters learn, are held by the optimizer, and move")
    }
}

/// What may learn, what the optimizer holds and what moved are not the same.
private struct UpdatesContradict: Error, CustomStringConvertible {
    let rows: [UpdateRow]
    var description: String { "the set-up contradicts itself: \(rows.map(\.description).joined(separator: "; "))" }
}
