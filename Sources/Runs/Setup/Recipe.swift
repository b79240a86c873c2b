import TrainingCore

/// How much of the pretrained network learns, and in which order.
public enum Recipe: String, Sendable, Codable, CaseIterable {
    /// The new head alone, on features that are computed once.
    case head
    /// The head, then the last block with it.
    case lastBlock = "last-block"
    /// The head, then all layers, the earlier ones at lower rates.
    case fineTune = "fine-tune"
    /// All layers from the first step on.
    case full
    /// The head, then what the number of photographs and the head's success ask for.
    case auto

    /// What follows after the stages that are done; `nil` when nothing does.
    ///
    /// - Parameters:
    ///   - done: the stages so far and what they brought.
    ///   - size: how much there is to learn from.
    ///   - epochs: how many the last stage shall have; the recipe's own number if `nil`.
    ///   - rate: the head's highest rate.
    func next(after done: [StageResult], _ size: TrainingSize, epochs: Int?, rate: Float) -> Stage? {
        let count = done.count
        switch self {
        case .head: return count == 0 ? .head(epochs ?? 15, rate) : nil
        case .full: return count == 0 ? .allLayers(epochs ?? 15, rate, divisor: 10) : nil
        case .lastBlock: return count == 0 ? .head(8, rate) : count == 1 ? .lastBlock(epochs ?? 8, rate / 2) : nil
        case .fineTune:
            return count == 0 ? .head(4, rate) : count == 1 ? .allLayers(epochs ?? 8, rate / 2, divisor: 100) : nil
        case .auto:
            guard let head = done.first else { return .head(10, rate) }
            return count == 1 ? Case(size, headAccuracy: head.bestAccuracy).stage(epochs: epochs, rate: rate) : nil
        }
    }
}

/// What one learns from.
struct TrainingSize: Sendable {
    /// How many images to train on, and how many classes.
    let images: Int, classes: Int
}

/// One of the four cases: few images or many, like those that the network knows or unlike them.
private struct Case {
    let isSmall: Bool
    let isSimilar: Bool
    /// In words that can be printed.
    let description: String

    /// With fewer images a class than this the body has little to learn from: so it was in the labs' small cases.
    private static let few = 100
    /// From guessing (0) to perfect (1): from where on the features are taken to fit the images.
    private static let fittingSkill = 0.75

    /// - Parameter headAccuracy: what a head on frozen features reached on the validation images.
    init(_ size: TrainingSize, headAccuracy: Double) {
        let guessing = 1 / Double(size.classes)
        isSimilar = (headAccuracy - guessing) / (1 - guessing) >= Self.fittingSkill
        isSmall = size.images < Self.few * size.classes
        description =
            "\(isSmall ? "few" : "many") images (\(size.images / size.classes) a class), "
            + "\(isSimilar ? "like" : "unlike") those that the network knows (the head alone got "
            + "\(Int((100 * headAccuracy).rounded())) % right)"
    }

    /// What follows after the head: a block more where there are few images, all layers where there are many, the early
    /// ones at the lower rates the better their features fit.
    func stage(epochs: Int?, rate: Float) -> Stage {
        let stage: Stage =
            isSmall
            ? .lastBlock(epochs ?? 8, rate / 2) : .allLayers(epochs ?? 8, rate / 2, divisor: isSimilar ? 100 : 10)
        return stage.chosen(description)
    }
}
