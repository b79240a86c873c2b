import TrainingCore

/// How much of a pretrained network learns.
enum Strategy: String, CaseIterable {
    /// The new head alone: feature extraction.
    case head = "head only"
    /// The last quarter of the blocks, and the head at ten times their rate.
    case lastBlocks = "last blocks"
    /// Everything, the head at ten times the rate of the rest.
    case everything
    /// Everything from random weights, at one rate.
    case scratch = "from scratch"

    /// What a sentence calls it.
    var inWords: String {
        switch self {
        case .head: "training the head only"
        case .lastBlocks: "opening the last blocks"
        case .everything: "opening everything at low rates"
        case .scratch: "training from scratch"
        }
    }

    /// Freezes what does not learn, and says at which highest rates the rest does.
    ///
    /// The statistics of pretrained batch norms stay as they are: a few small batches say less than all of the source
    /// images, and statistics that follow too slowly no longer fit the network. From scratch they follow, fast enough for
    /// a short training.
    ///
    /// - Parameter rate: the head's. From scratch the whole network has a fifth of it.
    func prepare(_ model: Module, rate: Float) -> LayerRates {
        let groups = model.layerGroups
        switch self {
        case .head: groups.freeze(to: -1)
        case .lastBlocks: groups.freeze(to: groups.count - 1 - max((groups.count - 1) / 4, 1))
        case .everything, .scratch: groups.freeze(to: 0)
        }
        for case let norm as BatchNorm in model.namedModules.map(\.element) {
            norm.statisticsAreFrozen = self != .scratch
            norm.momentum = 0.1
        }
        return self == .scratch ? .same(rate / 5) : .head(rate)
    }

    /// What some epochs cost. Those of the last blocks take about a third: what comes before them is computed once.
    func work(_ subject: Subject, epochs: Int) -> Double {
        let (all, features) = (subject.work(epochs: epochs), subject.work(epochs: epochs, isBodyFrozen: true))
        return switch self {
        case .head: features
        case .lastBlocks: features + all / 3
        case .everything, .scratch: all
        }
    }
}
