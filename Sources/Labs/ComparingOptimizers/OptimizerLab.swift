import TrainingCore
import Wording

/// Lab: which optimizer, and how much does it depend on the learning rate?
///
/// Each optimizer is tried with the same number of rates in the same ratios, around one that suits it. Its best rate
/// is chosen on the validation images; the best optimizer of all is trained once more and measured on the test images. The
/// network, all of which learns, the images and the number of epochs stay the same. The rate stays as it is throughout,
/// except where the name says otherwise.
struct OptimizerLab: Lab {
    static let name = "optimizers"
    static let question = "Which optimizer? Nine of them, and how sensitive each is to its learning rate"

    let subject: Subject
    let seeds: [UInt64]
    let epochs: Int
    /// What the middle rate of each optimizer is multiplied with.
    let ratios: [Double]

    init(_ setup: LabSetup) throws {
        subject = try .digits(setup.size)
        seeds = setup.seeds
        epochs = setup.choose(tiny: 1, quick: 2, full: 3)
        ratios = setup.choose(tiny: [1], quick: [0.3, 1, 3], full: [0.1, 0.3, 1, 3, 10])
    }

    /// The setting whose networks are measured on the test images.
    static let chosen = "chosen"
    /// The share of right predictions on the test images, 0…1.
    static let testAccuracy = "test accuracy"

    private var finalWork: Double { subject.work(epochs: epochs) + Double(subject.data.test.count) / 3 }

    var plan: [PlannedWork] {
        let trials = Double(TriedOptimizer.allCases.count * ratios.count)
        return [
            PlannedWork(
                subject, images: Double(seeds.count) * (trials * subject.work(epochs: epochs) + finalWork))
        ]
    }

    /// The name of a setting.
    static func setting(_ optimizer: TriedOptimizer, _ rate: Double) -> String {
        "\(optimizer.rawValue) \(shortNumber(rate))"
    }

    func run(_ journal: Journal) throws -> LabReport {
        for seed in seeds {
            for optimizer in TriedOptimizer.allCases {
                for rate in optimizer.rates(ratios) {
                    let setting = Self.setting(optimizer, rate)
                    try journal.trial(setting, seed: seed, on: subject, images: subject.work(epochs: epochs)) {
                        try train(optimizer, rate, seed, onProgress: $0).outcome
                    }
                }
            }
        }
        let best = choices(journal.trials).best
        for seed in seeds {
            try journal.trial(Self.chosen, seed: seed, on: subject, images: finalWork) {
                var (model, outcome) = try train(best.optimizer, best.rate, seed, onProgress: $0)
                outcome.numbers[Self.testAccuracy] = try evaluate(model, on: subject.test).accuracy
                return outcome
            }
        }
        return report(journal.trials)
    }

    private func train(
        _ optimizer: TriedOptimizer, _ rate: Double, _ seed: UInt64, onProgress: (FitProgress) -> Void
    ) throws -> (model: Module, outcome: Outcome) {
        let model = try subject.model(seed: seed)
        let training = subject.training(seed: seed)
        let outcome = try Outcome(ofTraining: {
            try fit(
                model, training: training, validation: subject.validation,
                optimizer: optimizer.make(model.parameters, rate: rate), epochs: epochs,
                schedule: optimizer.schedule(steps: epochs * training.batchCount), onProgress: onProgress)
        })
        return (model, outcome)
    }
}
