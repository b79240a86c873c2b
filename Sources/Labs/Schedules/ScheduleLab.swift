import TrainingCore
import Wording

/// Lab: which learning-rate schedule trains best?
///
/// Six schedules, each with several highest rates, so that none loses by a rate that another one likes; each is judged at
/// the rate that brought it the highest validation accuracy. The network, all of which learns, the images, the number of
/// epochs and the optimizer (SGD with a momentum of 0.9, which two of the schedules move) stay the same.
struct ScheduleLab: Lab {
    static let name = "schedules"
    static let question = "Which learning-rate schedule? Six of them, each at its own best rate"

    let subject: Subject
    let seeds: [UInt64]
    let epochs: Int
    let rates: [Double]

    init(_ setup: LabSetup) throws {
        subject = try .digits(setup.size)
        seeds = setup.seeds
        // Multiples of three let all schedules come to their ends.
        epochs = setup.choose(tiny: 1, quick: 3, full: 6)
        rates = setup.choose(tiny: [0.01, 0.03], quick: [0.03, 0.1, 0.3], full: [0.01, 0.03, 0.1, 0.3])
    }

    var plan: [PlannedWork] {
        let trials = Double(seeds.count * TriedSchedule.allCases.count * rates.count)
        return [PlannedWork(subject, images: trials * subject.work(epochs: epochs))]
    }

    func run(_ journal: Journal) throws -> LabReport {
        for seed in seeds {
            for schedule in TriedSchedule.allCases {
                for rate in rates {
                    let setting = Self.setting(schedule, rate)
                    try journal.trial(setting, seed: seed, on: subject, images: subject.work(epochs: epochs)) {
                        try train(schedule, rate, seed, onProgress: $0)
                    }
                }
            }
        }
        return report(journal.trials)
    }

    /// The name of a setting.
    static func setting(_ schedule: TriedSchedule, _ rate: Double) -> String {
        "\(schedule.rawValue) \(shortNumber(rate))"
    }

    private func train(
        _ schedule: TriedSchedule, _ rate: Double, _ seed: UInt64, onProgress: (FitProgress) -> Void
    ) throws -> Outcome {
        let model = try subject.model(seed: seed)
        let training = subject.training(seed: seed)
        return try Outcome(ofTraining: {
            try fit(
                model, training: training, validation: subject.validation,
                optimizer: SGD(model.parameters, learningRate: Float(rate), momentum: 0.9), epochs: epochs,
                schedule: schedule.schedule(steps: epochs * training.batchCount), onProgress: onProgress)
        })
    }
}
