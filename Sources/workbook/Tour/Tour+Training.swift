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
        return try train(model, parts, loaderSeed: seed, firstEpoch: 1) {
            try makeAdamW(for: model, learningRate: 0.003, weightDecay: 0.01)
        }
    }

    func trainLastBlocks(of model: Module, _ parts: TourData) throws -> [EpochRecord] {
        narrator.heading("Chapter 6: unfreezing the last blocks, and training them gently")
        try unfreezeBlocks(Self.lastBlocks, of: model, head: Self.head)
        // So few images would spoil the statistics that came from a million.
        try model.unfreeze(Self.lastBlocks, statistics: .stay)
        return try train(model, parts, loaderSeed: seed + 1, firstEpoch: epochs + 1) {
            var groups = try Q28GroupLearningRatesSolution.parameterGroups(
                of: model, startingAt: [Self.head], from: 0.001, to: 0.002)
            for index in groups.indices { groups[index].weightDecay = 0.01 }
            return AdamW(groups)
        }
    }

    /// What the small ResNet makes of the same images when everything in it has to be learned.
    func trainFromScratch(_ small: Toolkit, _ parts: TourData) throws {
        let transforms = Preset.efficientNetLite0.evaluationTransforms(size: Self.smallSize)
        let training = DataLoader(
            parts.training, transforms: transforms, batchSize: parts.batchSize, sampler: .shuffled, seed: seed,
            dropLast: true)
        let validation = DataLoader(parts.validation, transforms: transforms, batchSize: 50)
        let optimizer = try unfreezeEverything(in: small.model, headRate: 0.03, after: small.optimizer)
        let records = try trainAndMonitor(
            small.model, training: training, validation: validation, optimizer: optimizer, epochs: epochs)
        try drawCurves(of: records, to: "\(folder)/curves-from-scratch.png")
        let last = records.last?.validationAccuracy ?? 0
        narrator.say(
            "Q23  for comparison, the small ResNet, everything in it learning (Q17): validation accuracy \(percent(last))"
        )
    }

    // MARK: - What both stages share

    private func train(
        _ model: Module, _ parts: TourData, loaderSeed: UInt64, firstEpoch: Int, makeOptimizer: () throws -> Optimizer
    ) throws -> [EpochRecord] {
        let loader = try parts.loaders(seed: loaderSeed).training
        try verifyUpdates(of: model, loader, by: try makeOptimizer())
        let optimizer = try makeOptimizer()
        for group in optimizer.groups where !group.parameters.isEmpty {
            let count = group.parameters.map(\.count).reduce(0, +)
            narrator.say("Q20  \(grouped(count)) numbers at the learning rate \(group.learningRate)")
        }
        var largest: Float = 0
        optimizer.stepObserver = { optimizer in
            largest = max(largest, (try? clipGradients(of: optimizer.parameters, maxNorm: 10)) ?? .nan)
        }
        defer { optimizer.stepObserver = nil }

        let cycle = OneCycle(steps: epochs * loader.batchCount)
        let monitor = Monitor(
            narrator, epochs: firstEpoch..<firstEpoch + epochs, images: loader.batchCount * loader.batchSize)
        _ = try Q21TrainingLoopSolution.train(
            model, on: loader, epochs: epochs,
            loss: { logits, labels in
                let loss = try classificationLoss(logits, labels, classWeights: nil, labelSmoothing: 0)
                monitor.add(loss, logits, labels)
                return loss
            }, optimizer: optimizer, schedule: cycle.factor,
            afterEpoch: { _ in
                let held = try evaluateOnValidation(
                    model, images: parts.validation, transforms: (parts.augmentation, parts.evaluation), batchSize: 50)
                monitor.endEpoch(validationLoss: held.loss, validationAccuracy: held.accuracy)
            })
        narrator.say("Q22  the longest gradient had the norm \(fixed(Double(largest), 2))")
        return monitor.records
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
