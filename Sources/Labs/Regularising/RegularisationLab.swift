import TrainingCore

/// Lab: what helps against overfitting when there are few images?
///
/// The small ResNet learns digits from about a hundred images, all of it, with AdamW and one cycle of the rate; each
/// setting changes one thing. When it is done, the training images are measured once more as the validation images are:
/// unmixed, with no dropout. The gap between the two accuracies is what overfitting means.
struct RegularisationLab: Lab {
    static let name = "regularisation"
    static let question = "Few images: what helps against fitting them too well?"

    let subject: Subject
    let seeds: [UInt64]
    let epochs: Int
    private let rate: Float = 3e-3

    init(_ setup: LabSetup) throws {
        let digits = try Subject.digits(setup.size == .tiny ? .tiny : .full)
        subject = setup.size == .tiny ? digits : digits.thinned("small ResNet on few digits", every: 12)
        seeds = setup.seeds
        epochs = setup.choose(tiny: 1, quick: 12, full: 40)
    }

    /// The share of the training images that the finished network classifies rightly, 0…1.
    static let learntAccuracy = "accuracy on training images"
    /// Their mean cross-entropy with the finished network.
    static let learntLoss = "loss on training images"
    /// How many epochs were trained.
    static let epochsRun = "epochs"

    private var workOfTrial: Double { subject.work(epochs: epochs) + Double(subject.data.train.count) / 3 }

    var plan: [PlannedWork] {
        [PlannedWork(subject, images: Double(seeds.count * Regularisation.allCases.count) * workOfTrial)]
    }

    func run(_ journal: Journal) throws -> LabReport {
        for seed in seeds {
            for setting in Regularisation.allCases {
                // Early stopping is planned as if it never stopped: nobody knows when it will.
                try journal.trial(setting.rawValue, seed: seed, on: subject, images: workOfTrial) { onProgress in
                    try withSeed(seed) { try train(setting, seed, onProgress: onProgress) }
                }
            }
        }
        return report(journal.trials)
    }

    private func schedule(_ training: DataLoader) -> OneCycle { OneCycle(steps: epochs * training.batchCount) }

    private func train(
        _ setting: Regularisation, _ seed: UInt64, onProgress: (FitProgress) -> Void
    ) throws -> Outcome {
        let model = try subject.model(seed: seed)
        setting.change(model)
        let training = subject.training(seed: seed)
        let groups = model.layerGroups.parameterGroups(
            .same(rate), weightDecay: setting.decay, decaysVectors: setting == .strongDecayOfAll)
        var stopping = EarlyStopping(patience: max(epochs / 4, 1))
        var best = BestWeights()
        let stopsEarly = setting == .earlyStopping
        let records = try fit(
            model, training: training, validation: subject.validation, optimizer: AdamW(groups), epochs: epochs,
            schedule: schedule(training), mixup: setting == .mixup ? Mixup(seed: seed) : nil, onProgress: onProgress,
            onEpoch: { if stopsEarly { best.keep(model, ifBest: $0.validationLoss, epoch: $0.epoch) } },
            shouldStop: { stopsEarly && stopping.shouldStop(after: $0.validationLoss) }, loss: setting.loss)
        best.restore(to: model)

        var outcome = Outcome(records)
        let kept = best.epoch.map { records[$0 - 1] } ?? records[records.count - 1]
        let learnt = try evaluate(model, on: subject.trainingAsTheyAre)
        outcome.numbers = [
            Outcome.validationAccuracy: kept.validationAccuracy, Outcome.validationLoss: kept.validationLoss,
            Self.learntAccuracy: learnt.accuracy, Self.learntLoss: learnt.loss, Self.epochsRun: Double(records.count),
        ]
        return outcome
    }

    /// By what share decay alone shrinks a weight from the first step to the last: `1 − Π (1 − decay · rate)`.
    func shrinkage(_ decay: Float) -> Double {
        let schedule = schedule(subject.training(seed: 0))
        return 1
            - (0..<schedule.steps).reduce(1) { $0 * (1 - Double(decay) * Double(rate) * schedule.factor(at: $1)) }
    }
}
