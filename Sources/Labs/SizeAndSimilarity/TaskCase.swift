import TrainingCore

/// One of the four cases: few or more images, like or unlike those that the network was trained on.
struct TaskCase {
    let isSmall: Bool
    let isSimilar: Bool
    /// The pretrained network and the images.
    let subject: Subject
    let epochs: Int
    /// The same network with random weights.
    let untrained: @Sendable (_ classes: Int) -> Module

    /// `few similar`
    var name: String { "\(isSmall ? "few" : "more") \(isSimilar ? "similar" : "different")" }

    /// What the usual table recommends.
    var recommended: Strategy {
        switch (isSmall, isSimilar) {
        case (true, true): .head
        case (false, true), (true, false): .lastBlocks
        case (false, false): .everything
        }
    }

    /// The cases that come with the package: a small ResNet that knows clothes, for clothes that it has not seen and for
    /// digits.
    ///
    /// Its 60,000 training images hold those that the package calls training and validation images; only what is shipped
    /// as test images is new to it, so that these are dealt into parts here.
    static func shipped(_ size: LabSetup.Size) throws -> [TaskCase] {
        let all = try FashionMNIST.folder(.test)
        let some = Subset(all, indices: Array(stride(from: 0, to: all.count, by: size == .tiny ? 5 : 1)))
        let unseen = try stratifiedSplit(some, fractions: [0.5, 0.4, 0.1], seed: 0)
        let digits = try Subject.digits(size)
        let clothes = Subject(
            "small ResNet on unseen clothes",
            data: DatasetSplit(train: unseen[0], validation: unseen[1], test: unseen[2]),
            evaluation: digits.evaluation, makeModel: digits.makeModel)
        let steps = size == .tiny ? (clothes: 2, digits: 2) : (clothes: 4, digits: 8)
        return cases(
            similar: (
                clothes, clothes.thinned("small ResNet on few unseen clothes", every: steps.clothes, batchSize: 16)
            ),
            different: (digits, digits.thinned("small ResNet on few digits", every: steps.digits, batchSize: 16)),
            epochs: size == .tiny ? (1, 1, 1, 1) : (6, 4, 6, 3), untrained: { ResNet.small(classes: $0) })
    }

    /// EfficientNet-Lite0, which knows ImageNet: for photographs, the stamps, which must have been fetched, at 96 pixels,
    /// and for every other handwritten digit at 64.
    static func photographs() throws -> [TaskCase] {
        func subject(_ name: String, _ data: DatasetSplit, size: Int) -> Subject {
            Subject(
                name, data: data, evaluation: Preset.efficientNetLite0.evaluationTransforms(size: size),
                makeModel: Subject.efficientNet)
        }
        let stamps = subject("EfficientNet-Lite0 on stamps", try KnownDataset.stamps.open(), size: 96)
        let digits = subject("EfficientNet-Lite0 on all digits", try KnownDataset.digits.open(), size: 64)
        return cases(
            similar: (stamps, stamps.thinned("EfficientNet-Lite0 on few stamps", every: 3, batchSize: 16)),
            different: (
                digits.thinned("EfficientNet-Lite0 on digits", every: 2),
                digits.thinned("EfficientNet-Lite0 on few digits", every: 12, batchSize: 16)
            ),
            epochs: (10, 8, 8, 4), untrained: { EfficientNetLite(classes: $0) })
    }

    private static func cases(
        similar: (more: Subject, few: Subject), different: (more: Subject, few: Subject),
        epochs: (Int, Int, Int, Int), untrained: @escaping @Sendable (Int) -> Module
    ) -> [TaskCase] {
        [
            TaskCase(isSmall: true, isSimilar: true, subject: similar.few, epochs: epochs.0, untrained: untrained),
            TaskCase(isSmall: false, isSimilar: true, subject: similar.more, epochs: epochs.1, untrained: untrained),
            TaskCase(isSmall: true, isSimilar: false, subject: different.few, epochs: epochs.2, untrained: untrained),
            TaskCase(isSmall: false, isSimilar: false, subject: different.more, epochs: epochs.3, untrained: untrained),
        ]
    }
}
