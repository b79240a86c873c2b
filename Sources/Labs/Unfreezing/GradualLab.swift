import TrainingCore
import Wording

/// Lab: does going slowly pay? One group more each epoch, from the head down, against the head alone, everything at
/// once at one rate or several, and fastai's two phases; and how much lower the body's rates should be.
///
/// Epochs are the same for all, also the one cycle that they share, but for fastai's, which has a cycle in each phase.
/// Each plan is tried at each rate of the head and judged at its best one. Images are few, so that there is something to
/// lose.
struct GradualLab: Lab {
    static let name = "gradual"
    static let question = "Unfreeze slowly? A block at a time, all at once, and rates divided by 10 or 100"

    let subject: Subject
    let seeds: [UInt64]
    let plans: [UnfreezingPlan]
    let rates: [Float]
    let epochs: Int

    init(_ setup: LabSetup) throws {
        let whole = try Subject.digits(setup.size)
        subject = whole.training(onPerClass: setup.choose(tiny: 4, quick: 15, full: 30))
        seeds = setup.seeds
        epochs = setup.choose(tiny: 2, quick: 12, full: 15)
        rates = setup.size == .full ? [1e-3, 3e-3, 1e-2, 3e-2] : [3e-3]
        plans =
            setup.size == .full
            ? UnfreezingPlan.all
            : [.headOnly, .oneRate, .tenth, .gradualOneRate, .gradualTen, .gradualHundred, .twoPhases]
    }

    private func images(_ plan: UnfreezingPlan) -> Double {
        if case .headOnly = plan.order { return subject.work(epochs: epochs, isBodyFrozen: true) }
        return subject.work(epochs: epochs)
    }

    var plan: [PlannedWork] {
        let once = plans.map(images).reduce(0, +)
        return [PlannedWork(subject, images: Double(seeds.count * rates.count) * once)]
    }

    func run(_ journal: Journal) throws -> LabReport {
        for plan in plans {
            for rate in rates {
                for seed in seeds {
                    try journal.trial(Self.name(of: plan, at: rate), seed: seed, on: subject, images: images(plan)) {
                        try train(plan, at: rate, seed, onProgress: $0)
                    }
                }
            }
        }
        return try report(journal.trials)
    }

    /// The name of a trial.
    static func name(of plan: UnfreezingPlan, at rate: Float) -> String {
        "\(plan.name); rate \(shortNumber(Double(rate)))"
    }

    private func train(
        _ plan: UnfreezingPlan, at rate: Float, _ seed: UInt64, onProgress: (FitProgress) -> Void
    ) throws -> Outcome {
        let model = try subject.model(seed: seed)
        let training = subject.training(seed: seed)
        if case .twoPhases = plan.order {
            // The recipe halves the rate for the second phase.
            return Outcome(
                try fineTune(
                    model, training: training, validation: subject.validation, epochs: epochs - 1,
                    groups: model.layerGroups, recipe: FineTuning(rate: 2 * rate), onProgress: onProgress))
        }
        let groups = model.layerGroups
        let optimizer = AdamW(groups.parameterGroups(plan.rates(rate), weightDecay: 0.01))
        groups.freeze(to: Self.firstLearning(plan, of: groups.count, inEpoch: 0))
        return Outcome(
            try fit(
                model, training: training, validation: subject.validation, optimizer: optimizer, epochs: epochs,
                schedule: OneCycle(steps: epochs * training.batchCount), onProgress: onProgress,
                onEpoch: { record in
                    guard case .gradual = plan.order, record.epoch < epochs else { return }
                    GradualUnfreezing().freeze(groups, forEpoch: record.epoch)
                }))
    }

    /// The index of the first group that learns in an epoch, counted from 0.
    static func firstLearning(_ plan: UnfreezingPlan, of groups: Int, inEpoch epoch: Int) -> Int {
        switch plan.order {
        case .headOnly: groups - 1
        case .everything: 0
        case .gradual: GradualUnfreezing().firstLearning(of: groups, inEpoch: epoch)
        case .twoPhases: epoch == 0 ? groups - 1 : 0
        }
    }
}
