import TrainingCore

extension ForgettingLab {
    /// The old head on its own body, and the new one untrained.
    func measureBefore(_ seed: UInt64) throws -> Outcome {
        Outcome([
            Outcome.validationAccuracy: try evaluate(digits.model(seed: seed), on: digits.validation).accuracy,
            Self.oldHead: try evaluate(ResNet.fashionMNIST(), on: clothes.validation).accuracy,
        ])
    }

    func learnDigits(_ setting: Setting, _ seed: UInt64, onProgress: (FitProgress) -> Void) throws -> Outcome {
        let model = try ResNet.fashionMNIST()
        let oldHead = model.fc
        model.fc = try newHead(seed)
        setting.apply(to: model)
        let training = digits.training(seed: seed)
        // That statistics of frozen blocks may follow is one of the questions; `fit` need not say it.
        let onFinding = { (finding: SetupFinding) in
            if finding.rule != .statisticsMoveInFrozenBlock { finding.report() }
        }
        var outcome: Outcome
        do {
            outcome = Outcome(
                try fit(
                    model, training: training, validation: digits.validation,
                    optimizer: AdamW(model.trainableParameters, learningRate: Float(setting.rate)), epochs: epochs,
                    schedule: OneCycle(steps: epochs * training.batchCount), onProgress: onProgress,
                    onFinding: onFinding))
        } catch is NonFiniteLoss {
            // A rate that destroys the network leaves nothing of either task.
            return Outcome([Outcome.validationAccuracy: 0, Self.oldHead: 0, Self.refitted: 0])
        }
        model.fc = oldHead
        outcome.numbers[Self.oldHead] = try evaluate(model, on: clothes.validation).accuracy
        outcome.numbers[Self.refitted] = try refit(model, seed).last?.validationAccuracy
        return outcome
    }

    private func newHead(_ seed: UInt64) throws -> Module {
        guard let model = try digits.model(seed: seed) as? ResNet else { fatalError("ForgettingLab: not a ResNet") }
        return model.fc
    }

    /// Fits the head alone to the clothes; the body stays as it is.
    private func refit(_ model: ResNet, _ seed: UInt64) throws -> [EpochRecord] {
        try model.freeze(except: ["fc"])
        // How wrong the old head is at first is what there is to see; `fit` need not say it.
        return try fit(
            model, training: clothes.training(seed: seed), validation: clothes.validation,
            optimizer: AdamW(model.trainableParameters), epochs: headEpochs, onFinding: { _ in })
    }
}

extension ForgettingLab.Setting {
    /// Freezes what does not learn. The statistics of all norms stay or follow, whether they are frozen or not: PyTorch has
    /// them follow in frozen blocks too, unless one says `eval()` to these.
    func apply(to model: ResNet) {
        model.layerGroups.freeze(to: depth.firstGroup)
        for case let norm as BatchNorm in model.namedModules.map(\.element) {
            norm.statisticsAreFrozen = statistics == .stay
        }
    }
}
