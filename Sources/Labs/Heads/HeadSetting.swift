import TrainingCore

/// A head to try, and how much of the network learns with it.
struct HeadSetting: Sendable {
    /// The row in the table.
    let name: String
    /// Whether the last block learns too; otherwise the body is frozen.
    let unfreezesLastBlock: Bool
    /// The head for feature maps `[batch, channels, height, width]`.
    let make: @Sendable (_ channels: Int, _ classes: Int) -> Sequential

    private init(
        _ name: String, unfreezesLastBlock: Bool = false,
        _ make: @escaping @Sendable (_ channels: Int, _ classes: Int) -> Sequential
    ) {
        self.name = name
        self.unfreezesLastBlock = unfreezesLastBlock
        self.make = make
    }

    private func withLastBlock() -> HeadSetting {
        HeadSetting("\(name), last block too", unfreezesLastBlock: true, make)
    }

    /// The width between two linear layers, but for the article's head, which says its own.
    private static let hidden = 512

    /// The plainest, which all others are compared with.
    static let linear = HeadSetting("linear") { Head.meanPooling($0, classes: $1) }
    /// Dropout before it.
    static let dropout = HeadSetting("dropout, linear") { Head.meanPooling($0, classes: $1, dropout: 0.5) }
    /// The maxima beside the means.
    static let concat = HeadSetting("concat pooling, linear") { channels, classes in
        Sequential(AdaptiveConcatPool2d(), Flatten(), Linear(2 * channels, classes))
    }
    /// Two layers.
    static let twoLayers = HeadSetting("two layers", perceptron)
    /// Two layers that start otherwise.
    static let twoLayersKaiming = HeadSetting("two layers, Kaiming") { perceptron($0, $1).initialiseAsInFastai() }
    /// Two layers, each behind a batch norm.
    static let twoLayersNorm = HeadSetting("two layers, batch norm") { channels, classes in
        Sequential(
            AdaptiveAvgPool2d(), Flatten(), BatchNorm1d(channels), Linear(channels, hidden), ReLU(),
            BatchNorm1d(hidden), Linear(hidden, classes))
    }
    /// fastai's layers with PyTorch's weights.
    static let fastaiDefault = HeadSetting("fastai's, default start") { Head.concatPooling($0, classes: $1) }
    /// fastai's layers and weights.
    static let fastai = HeadSetting("fastai's, Kaiming") {
        Head.concatPooling($0, classes: $1).initialiseAsInFastai()
    }
    /// That of an article on fine-tuning: the means first, wider, with biases.
    static let article = HeadSetting("means first, 1,024 wide") {
        Head.concatPooling(
            $0, classes: $1, order: .meanFirst, hidden: 1024, dropout: (0.35, 0.35), bias: true)
    }
    /// The plainest and fastai's on a body whose last block learns.
    static let linearWithBlock = linear.withLastBlock()
    static let fastaiWithBlock = fastai.withLastBlock()

    /// All of them, those on a frozen body first.
    static let all = [
        linear, dropout, concat, twoLayers, twoLayersKaiming, twoLayersNorm, fastaiDefault, fastai, article,
        linearWithBlock, fastaiWithBlock,
    ]

    private static func perceptron(_ channels: Int, _ classes: Int) -> Sequential {
        Sequential(
            AdaptiveAvgPool2d(), Flatten(), Linear(channels, hidden), ReLU(), Linear(hidden, classes))
    }
}

extension Module {
    /// This network up to its pooling, with a head of one's own in place of that and all behind it.
    func withHead(_ make: (_ channels: Int) -> Sequential) throws -> CutModel {
        // EfficientNet-Lite cannot be cut after its last activation: the stem uses the same one.
        let isLite = self is EfficientNetLite
        let model = try cut(after: isLite ? "_bn1" : "layer4")
        let head = make(model.channels())
        model.head = isLite ? Sequential(ReLU6(), head) : head
        return model
    }
}
