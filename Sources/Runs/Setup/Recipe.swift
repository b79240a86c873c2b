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
            guard count == 1 else { return nil }
            let choice = Choice(size, headAccuracy: head.bestAccuracy)
            return choice.recipe.next(after: done, size, epochs: epochs, rate: rate).map { $0.chosen(choice.reason) }
        }
    }
}

/// What one learns from.
struct TrainingSize: Sendable {
    /// How many images to train on, and how many classes.
    let images: Int, classes: Int
}

/// Which recipe goes on after the head, by the four cases of small or large, similar or different.
struct Choice {
    let recipe: Recipe
    /// In words that can be printed.
    let reason: String

    /// With fewer images a class than this the body has little to learn from: the labs' small cases.
    private static let fewPerClass = 100
    /// The head's accuracy, from guessing (0) to perfect (1), from which on the features are taken to fit the images.
    private static let fittingSkill = 0.75

    /// - Parameter headAccuracy: what a head on frozen features reached on the validation images: how well features from
    ///   the source images fit these.
    init(_ size: TrainingSize, headAccuracy: Double) {
        let guessing = 1 / Double(size.classes)
        let isSimilar = (headAccuracy - guessing) / (1 - guessing) >= Self.fittingSkill
        let isSmall = size.images < Self.fewPerClass * size.classes
        recipe =
            switch (isSmall, isSimilar) {
            case (true, _): .lastBlock
            case (false, true): .fineTune
            case (false, false): .full
            }
        reason =
            "\(isSmall ? "few" : "many") images (\(size.images / size.classes) a class), "
            + "\(isSimilar ? "like" : "unlike") those that the network knows (the head alone got "
            + "\(Int((100 * headAccuracy).rounded())) % right)"
    }
}
