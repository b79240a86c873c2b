import TrainingCore
import Wording

/// Lab: what does a network forget of its old task when it is fine-tuned on a new one?
///
/// The small ResNet knows ten kinds of clothes. Its old head is put aside, a new head and more or less of the body learn
/// digits, at several rates. Then the old head comes back and the clothes are measured again: at once, and after it alone
/// was fitted anew to the changed body. The optimizer (AdamW in one cycle), its batches and the number of epochs stay fixed.
///
/// The validation clothes come from Fashion-MNIST's training file, eleven twelfths of which the weights were made from. What
/// is measured here is what is left of that, not how well the network would classify other clothes.
struct ForgettingLab: Lab {
    static let name = "forgetting"
    static let question = "What does fine-tuning forget? The old task after the new one, by rate and depth"

    /// How the new task is learned.
    struct Setting: Sendable, Equatable {
        let depth: Part
        let rate: Double
        let statistics: StatisticsPolicy

        var name: String { "\(depth.rawValue), \(statistics.name), \(shortNumber(rate))" }
    }

    /// What learns beside the new head.
    enum Part: String, Sendable, CaseIterable {
        case all = "all"
        case half = "layer3 on"
        case last = "layer4 on"
        case head = "head"

        /// The first of the network's layer groups that learns, see `freeze(to:)`.
        var firstGroup: Int {
            switch self {
            case .all: 0
            case .half: -3
            case .last: -2
            case .head: -1
            }
        }

        /// The share of a training step that it costs, roughly.
        var share: Double {
            switch self {
            case .all: 1
            case .half: 0.6
            case .last: 0.4
            case .head: 0
            }
        }
    }

    /// The small ResNet on digits: the new task.
    let digits: Subject
    /// The same network on clothes: the old task.
    let clothes: Subject
    let seeds: [UInt64]
    let parts: [Part]
    let settings: [Setting]
    let rates: [Double]
    let epochs: Int
    /// How many epochs the old head is fitted anew.
    let headEpochs = 2

    static let before = "before"
    static let (oldHead, refitted) = ("clothes, old head", "clothes, old head fitted anew")

    init(_ setup: LabSetup) throws {
        digits = try .digits(setup.size)
        clothes = try digits.onClothes(every: setup.choose(tiny: 12, quick: 2, full: 1))
        seeds = setup.seeds
        rates = setup.choose(tiny: [1e-3], quick: [1e-4, 1e-2], full: [1e-4, 1e-3, 3e-3, 1e-2])
        epochs = setup.choose(tiny: 1, quick: 2, full: 5)
        parts = setup.size == .tiny ? [.all, .head] : Part.allCases
        settings = parts.flatMap { [rates] part in
            [StatisticsPolicy.stay, .follow].flatMap { statistics in
                rates.map { Setting(depth: part, rate: $0, statistics: statistics) }
            }
        }
    }

    var plan: [PlannedWork] {
        let perSeed = beforeWork + settings.reduce(0) { $0 + work($1) }
        return [PlannedWork(digits, images: Double(seeds.count) * perSeed)]
    }

    func run(_ journal: Journal) throws -> LabReport {
        for seed in seeds {
            try journal.trial(Self.before, seed: seed, on: digits, images: beforeWork) { _ in try measureBefore(seed) }
            for setting in settings {
                try journal.trial(setting.name, seed: seed, on: digits, images: work(setting)) {
                    try learnDigits(setting, seed, onProgress: $0)
                }
            }
        }
        return report(journal.trials)
    }

    // MARK: - What it costs

    private var beforeWork: Double { Double(digits.data.validation.count + clothes.data.validation.count) / 3 }

    /// A frozen body is computed once for all epochs, but in each of them if its statistics move.
    private func work(_ setting: Setting) -> Double {
        let share = setting.depth.share
        let still = digits.work(epochs: setting.statistics == .stay ? 1 : epochs, isBodyFrozen: true)
        let old = clothes.work(epochs: headEpochs, isBodyFrozen: true) + Double(clothes.data.validation.count) / 3
        return share * digits.work(epochs: epochs) + (1 - share) * still + old
    }
}

extension StatisticsPolicy {
    /// `statistics stay`, `statistics follow`
    var name: String { self == .stay ? "statistics stay" : "statistics follow" }
}

extension Subject {
    /// The same network, and every so-manyth image of the clothes that come with the package.
    fileprivate func onClothes(every step: Int) throws -> Subject {
        func some(_ part: FashionMNIST.Part) throws -> Subset {
            let all = try FashionMNIST.folder(part)
            return Subset(all, indices: Array(stride(from: 0, to: all.count, by: step)))
        }
        return Subject(
            "small ResNet on clothes",
            data: DatasetSplit(train: try some(.train), validation: try some(.val), test: try some(.test)),
            evaluation: evaluation, makeModel: makeModel)
    }
}
