import TrainingCore

extension DepthLab {
    // MARK: - Settings

    func train(_ candidate: Candidate, _ seed: UInt64, onProgress: (FitProgress) -> Void) throws -> Outcome {
        try trained(candidate, seed, onProgress: onProgress).outcome
    }

    /// The network as it is after the training, and what was measured on the way.
    private func trained(
        _ candidate: Candidate, _ seed: UInt64, onProgress: (FitProgress) -> Void
    ) throws -> (model: Module, outcome: Outcome) {
        try trained(Run(candidate, subject, layerCount, seed), seed, onProgress: onProgress)
    }

    private func trained(
        _ run: Run, _ seed: UInt64, onProgress: (FitProgress) -> Void
    ) throws -> (model: Module, outcome: Outcome) {
        let outcome = try Outcome(ofTraining: { try learn(run, seed, epochs: epochs, onProgress: onProgress) })
        return (run.model, outcome)
    }

    /// All layers learn, but every norm keeps the statistics that belong to the pretrained weights and normalises by them.
    func trainWithStillStatistics(_ seed: UInt64, onProgress: (FitProgress) -> Void) throws -> Outcome {
        let run = try Run(Candidate(depth: .share(1), rate: Self.sweepRate), subject, layerCount, seed)
        for case let norm as BatchNorm in run.model.namedModules.map(\.element) { norm.statisticsAreFrozen = true }
        return try trained(run, seed, onProgress: onProgress).outcome
    }

    /// A random head on a frozen body, and no training.
    func trainNothing(_ seed: UInt64) throws -> Outcome {
        let accuracy = try evaluate(subject.model(seed: seed), on: subject.validation).accuracy
        return Outcome(
            [Outcome.validationAccuracy: accuracy],
            curves: [Outcome.validationAccuracy: [Double](repeating: accuracy, count: epochs)])
    }

    /// The head may learn, but the optimizer holds the frozen body. One line differs from the honest training of the last
    /// layer: that which says what the optimizer holds.
    func trainWithBug(_ seed: UInt64, onProgress: (FitProgress) -> Void) throws -> Outcome {
        let model = try subject.model(seed: seed)
        model.learnOnly(last: 1)
        let body = model.parameters.filter { !$0.requiresGrad }
        let optimizer = AdamW(body, learningRate: Float(Self.sweepRate))
        // `fit` would say what is wrong.
        return Outcome(
            try fit(
                model, training: training(seed), validation: subject.validation, optimizer: optimizer, epochs: epochs,
                onProgress: onProgress, onFinding: { _ in }))
    }

    // MARK: - Searches

    /// Takes the best candidate of those that were all trained to the end. Their networks are gone by now, so the chosen
    /// one is trained again, to the same numbers, and measured on the test images.
    func searchGrid(_ trials: [Trial], _ seed: UInt64, onProgress: (FitProgress) -> Void) throws -> Outcome {
        let accuracies = candidates.map { candidate in
            trials[candidate.name].first { $0.seed == seed }?.outcome.numbers[Outcome.validationAccuracy] ?? 0
        }
        let best = accuracies.max() ?? 0
        let chosen = accuracies.firstIndex(of: best) ?? 0
        let model = try trained(candidates[chosen], seed, onProgress: onProgress).model
        return try outcome(choosing: chosen, best, model)
    }

    /// Trains all candidates for a rung, the better half for another one, and so on; each goes on from where it was.
    func searchByHalving(_ seed: UInt64) throws -> Outcome {
        var runs: [Int: Run] = [:]
        let result = try halving.run(onElimination: { runs[$0] = nil }) { index, rung in
            let run = try runs[index] ?? Run(candidates[index], subject, layerCount, seed)
            runs[index] = run
            do {
                let firstEpoch = rung * halving.epochsPerRung
                return try learn(run, seed, epochs: halving.epochsPerRung, firstEpoch: firstEpoch).last?
                    .validationAccuracy ?? .nan
            } catch is NonFiniteLoss {
                return .nan
            }
        }
        guard let winner = runs[result.winner], let accuracy = result.rungs.last?[result.winner] else {
            return Outcome()
        }
        var outcome = try outcome(choosing: result.winner, accuracy, winner.model)
        outcome.curves[Self.eliminated] = result.order.map(Double.init)
        return outcome
    }

    private func outcome(choosing index: Int, _ accuracy: Double, _ model: Module) throws -> Outcome {
        Outcome([
            Self.chosen: Double(index), Outcome.validationAccuracy: accuracy,
            Self.testAccuracy: try evaluate(model, on: subject.test).accuracy,
        ])
    }

    // MARK: - Training

    /// A network and its optimizer, ready to go on.
    private struct Run {
        let model: Module
        let optimizer: AdamW

        init(_ candidate: Candidate, _ subject: Subject, _ layerCount: Int, _ seed: UInt64) throws {
            model = try subject.model(seed: seed)
            model.learnOnly(last: candidate.depth.layers(of: layerCount))
            optimizer = AdamW(model.trainableParameters, learningRate: Float(candidate.rate))
        }
    }

    private func learn(
        _ run: Run, _ seed: UInt64, epochs: Int, firstEpoch: Int = 0, onProgress: (FitProgress) -> Void = { _ in }
    ) throws -> [EpochRecord] {
        try fit(
            run.model, training: training(seed), validation: subject.validation, optimizer: run.optimizer,
            epochs: epochs, firstEpoch: firstEpoch, onProgress: onProgress)
    }

    private func training(_ seed: UInt64) -> DataLoader { subject.training(seed: seed, augmentation: []) }
}
