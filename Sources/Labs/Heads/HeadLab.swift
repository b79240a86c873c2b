import TrainingCore
import Wording

/// Lab: which head? Linear, with dropout, with more layers, with batch norm, with two poolings, and two ways to start;
/// on a body that stands still, so that its features are computed once. The linear one and fastai's are tried again
/// where the last block learns too.
///
/// Each head is tried at each rate and judged at its best one: a linear head wants a higher rate than a deep one, and at
/// one rate for all the lab would compare rates. The order of images is the same for all; nothing is augmented.
struct HeadLab: Lab {
    static let name = "heads"
    static let question = "Which head? What richer ones bring on a frozen body, and what they cost"

    let subject: Subject
    let seeds: [UInt64]
    private let epochs: Int
    let rates: [Float]
    /// What the last block costs of the whole network.
    private let shareOfLastBlock = 0.2

    static let parameters = "head parameters"
    static let secondsPerEpoch = "seconds a later epoch"

    init(_ setup: LabSetup) throws {
        subject = try setup.size == .full ? .clothes() : .digits(setup.size)
        seeds = setup.seeds
        epochs = setup.choose(tiny: 2, quick: 8, full: 20)
        rates = setup.size == .tiny ? [1e-2] : [1e-3, 1e-2]
    }

    private func images(_ setting: HeadSetting) -> Double {
        let frozen = subject.work(epochs: epochs, isBodyFrozen: true)
        return setting.unfreezesLastBlock ? frozen + shareOfLastBlock * subject.work(epochs: epochs) : frozen
    }

    var plan: [PlannedWork] {
        let once = HeadSetting.all.map(images).reduce(0, +)
        return [PlannedWork(subject, images: Double(seeds.count * rates.count) * once)]
    }

    func run(_ journal: Journal) throws -> LabReport {
        for setting in HeadSetting.all {
            for rate in rates {
                for seed in seeds {
                    try journal.trial(
                        Self.name(of: setting, at: rate), seed: seed, on: subject, images: images(setting)
                    ) { try train(setting, at: rate, seed, onProgress: $0) }
                }
            }
        }
        return report(journal.trials)
    }

    /// The name of a trial.
    static func name(of setting: HeadSetting, at rate: Float) -> String {
        "\(setting.name); rate \(shortNumber(Double(rate)))"
    }

    /// The network with a head, frozen as the setting says.
    func model(_ setting: HeadSetting, seed: UInt64) throws -> CutModel {
        let classes = subject.data.classes.count
        let model = try withSeed(seed) {
            try subject.makeModel(classes).withHead { setting.make($0, classes) }
        }
        model.layerGroups.freeze(to: setting.unfreezesLastBlock ? -2 : -1)
        return model
    }

    private func train(
        _ setting: HeadSetting, at rate: Float, _ seed: UInt64, onProgress: (FitProgress) -> Void
    ) throws -> Outcome {
        let model = try model(setting, seed: seed)
        let training = subject.training(seed: seed, augmentation: [])
        let optimizer = AdamW(model.layerGroups.parameterGroups(.head(rate), weightDecay: 0.01))
        var ends: [ContinuousClock.Instant] = []
        var outcome = Outcome(
            try fit(
                model, training: training, validation: subject.validation, optimizer: optimizer, epochs: epochs,
                schedule: OneCycle(steps: epochs * training.batchCount), onProgress: onProgress,
                onEpoch: { _ in ends.append(.now) }))
        outcome.numbers[Self.parameters] = Double((model.head?.parameters ?? []).map(\.count).reduce(0, +))
        outcome.numbers[Self.secondsPerEpoch] = (ends[epochs - 1] - ends[0]) / .seconds(1) / Double(epochs - 1)
        return outcome
    }
}
