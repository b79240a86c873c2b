import TrainingCore

/// How many layers of a network learn, counted from its end.
enum Depth: Sendable, Equatable {
    /// All layers divided by so much.
    case share(Int)
    /// So many.
    case last(Int)

    /// `all`, `half`, `a sixth`, `last two`, `last one`, `none`
    var name: String {
        switch self {
        case .share(1): "all"
        case .share(2): "half"
        case .share(4): "a quarter"
        case .share(6): "a sixth"
        case .share(let divisor): "one in \(divisor)"
        case .last(0): "none"
        case .last(1): "last one"
        case .last(2): "last two"
        case .last(let count): "last \(count)"
        }
    }

    /// How many that is in a network of `total` layers; a share is rounded, but one layer at least.
    func layers(of total: Int) -> Int {
        switch self {
        case .share(let divisor): max(Int((Double(total) / Double(divisor)).rounded()), 1)
        case .last(let count): min(count, total)
        }
    }
}

extension Module {
    /// What counts as a layer here: convolutions and linear layers, in the order of the network. Norms do not count.
    var countedLayers: [Module] { namedModules.map(\.element).filter { $0 is Conv2d || $0 is Linear } }

    /// Freezes everything, batch-norm statistics too, but the last layers that count and all that follows the first of
    /// them, such as its norm.
    func learnOnly(last count: Int) {
        freeze()
        guard let first = countedLayers.suffix(count).first else { return }
        for module in namedModules.map(\.element).drop(while: { $0 !== first }) { module.unfreeze() }
    }
}
