import TrainingCore
import Wording

/// Lab: how much of the network should learn, given how many images there are and how like they are to what it was
/// trained on?
///
/// Four cases, each tried with four strategies, and each strategy with two rates, one ten times the other: it is judged at
/// the one that brought it the higher validation accuracy. Within a case all else is the same: images, epochs, AdamW, one
/// cycle of the rate.
struct FourCasesLab: Lab {
    static let name = "four-cases"
    static let question = "Few or many images, like or unlike the source task: how much of the network should learn?"

    let cases: [TaskCase]
    let seeds: [UInt64]
    /// The highest rates of the head.
    let rates: [Double]

    init(_ setup: LabSetup) throws {
        cases = try setup.size == .full ? TaskCase.photographs() : TaskCase.shipped(setup.size)
        seeds = setup.seeds
        rates = setup.size == .tiny ? [0.01] : [0.002, 0.02]
    }

    var plan: [PlannedWork] {
        cases.map { work in
            let images = Strategy.allCases.reduce(0) { $0 + $1.work(work.subject, epochs: work.epochs) }
            return PlannedWork(work.subject, images: Double(seeds.count * rates.count) * images)
        }
    }

    /// The name of a setting.
    static func setting(_ work: TaskCase, _ strategy: Strategy, _ rate: Double) -> String {
        "\(work.name): \(strategy.rawValue), \(shortNumber(rate))"
    }

    func run(_ journal: Journal) throws -> LabReport {
        for seed in seeds {
            for work in cases {
                for strategy in Strategy.allCases {
                    for rate in rates {
                        try journal.trial(
                            Self.setting(work, strategy, rate), seed: seed, on: work.subject,
                            images: strategy.work(work.subject, epochs: work.epochs)
                        ) { onProgress in
                            try withSeed(seed) { try train(work, strategy, rate, seed, onProgress: onProgress) }
                        }
                    }
                }
            }
        }
        return report(journal.trials)
    }

    private func train(
        _ work: TaskCase, _ strategy: Strategy, _ rate: Double, _ seed: UInt64, onProgress: (FitProgress) -> Void
    ) throws -> Outcome {
        let model =
            try strategy == .scratch
            ? work.untrained(work.subject.data.classes.count) : work.subject.model(seed: seed)
        let rates = strategy.prepare(model, rate: Float(rate))
        // Without random steps, what a frozen part makes of an image is computed once.
        let training = work.subject.training(seed: seed, augmentation: [])
        return try Outcome(ofTraining: {
            try fit(
                model, training: training, validation: work.subject.validation,
                optimizer: AdamW(model.layerGroups.parameterGroups(rates, weightDecay: 0.01)), epochs: work.epochs,
                schedule: OneCycle(steps: work.epochs * training.batchCount), onProgress: onProgress)
        })
    }
}
