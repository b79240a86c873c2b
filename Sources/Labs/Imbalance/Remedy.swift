import TrainingCore

/// What is done about classes with few images.
struct Remedy: Sendable {
    /// The row in the table.
    let name: String
    /// Whether all images are there, as a measure of what their lack costs.
    let hasAllImages: Bool
    /// The weights of the classes in the loss; `nil` for none.
    let lossWeights: (@Sendable (_ counts: [Int]) -> ClassWeights)?
    /// Whether each class is drawn equally often.
    let isDrawnEvenly: Bool

    private init(
        _ name: String, hasAllImages: Bool = false,
        lossWeights: (@Sendable (_ counts: [Int]) -> ClassWeights)? = nil, isDrawnEvenly: Bool = false
    ) {
        self.name = name
        self.hasAllImages = hasAllImages
        self.lossWeights = lossWeights
        self.isDrawnEvenly = isDrawnEvenly
    }

    /// No remedy, which all others are compared with.
    static let none = Remedy("nothing")
    /// In the loss all classes count the same in sum.
    static let balancedLoss = Remedy("loss: balanced") { ClassWeights.balanced($0) }
    /// In the loss rare classes count more, but less than that.
    static let effectiveLoss = Remedy("loss: effective number") { ClassWeights.effectiveNumber($0, beta: 0.99) }
    /// Images of rare classes come again and again.
    static let sampler = Remedy("sampler: balanced", isDrawnEvenly: true)
    /// The known mistake: it corrects twice.
    static let both = Remedy("both", lossWeights: { ClassWeights.balanced($0) }, isDrawnEvenly: true)
    /// What there is to win at most.
    static let allImages = Remedy("nothing, with all images", hasAllImages: true)

    /// All of them.
    static let all = [none, balancedLoss, effectiveLoss, sampler, both, allImages]
    /// Those that try to make up for few images, each in one place.
    static let single = [balancedLoss, effectiveLoss, sampler]
}
