import TrainingCore

/// A part of a run in which the same layers learn.
public struct Stage: Sendable, Equatable, Codable {
    /// What learns, in words: `head`, `last block`, `all layers`.
    public let name: String
    /// How many groups of layers learn, counted from the head; `nil` for all.
    public let openGroups: Int?
    /// How many epochs it has.
    public let epochs: Int
    /// The head's highest rate.
    public let rate: Float
    /// How much lower the first group's rate is; between the two, rates are geometric.
    public let divisor: Float
    /// Why it was chosen, where a recipe had a choice.
    public private(set) var reason: String?

    static func head(_ epochs: Int, _ rate: Float) -> Stage {
        Stage(name: "head", openGroups: 1, epochs: epochs, rate: rate, divisor: 1)
    }

    static func lastBlock(_ epochs: Int, _ rate: Float) -> Stage {
        Stage(name: "last block", openGroups: 2, epochs: epochs, rate: rate, divisor: 10)
    }

    static func allLayers(_ epochs: Int, _ rate: Float, divisor: Float) -> Stage {
        Stage(name: "all layers", openGroups: nil, epochs: epochs, rate: rate, divisor: divisor)
    }

    func chosen(_ reason: String) -> Stage {
        var stage = self
        stage.reason = reason
        return stage
    }

    /// How many versions of each image are made by chance and used again, so that features of frozen layers can be kept;
    /// `nil` where nothing is frozen.
    var augmentedVariants: Int? { openGroups == nil ? nil : 4 }

    /// Freezes what does not learn, and gives the rest its rates.
    ///
    /// Batch norms keep the statistics of the pretrained network: those of a few small batches say less.
    func prepare(_ model: Module, _ optimizer: Optimizer) {
        let groups = model.layerGroups
        let open = min(openGroups ?? groups.count, groups.count)
        groups.freeze(to: groups.count - open)
        for case let norm as BatchNorm in model.namedModules.map(\.element) { norm.statisticsAreFrozen = true }
        groups.setRates(.same(rate / divisor), of: optimizer)
        Array(groups.suffix(open)).setRates(.geometric(from: rate / divisor, to: rate), of: optimizer)
        optimizer.forgetSteps()
    }

    /// The rate rises for a quarter of the steps and falls to almost nothing.
    func schedule(stepsPerEpoch: Int) -> OneCycle { .fastai(steps: epochs * stepsPerEpoch) }
}

/// A stage that is done.
struct StageResult {
    let stage: Stage
    let records: [EpochRecord]
    /// The best accuracy on the validation images.
    var bestAccuracy: Double { records.map(\.validationAccuracy).max() ?? 0 }
}
