import TrainingCore

extension Subject {
    /// The small ResNet, trained on clothes, and handwritten digits: a network and images that come with the package and
    /// take little time.
    ///
    /// - Parameter size: a full lab has 1,197 images to train on, a quick one every third of them, a tiny one a dozenth of
    ///   all parts. The file has one writer after the other, so each part keeps all of its writers.
    public static func digits(_ size: LabSetup.Size) throws -> Subject {
        let all = try KnownDataset.digits.open()
        func some(_ part: any ImageDataset, every step: Int) -> any ImageDataset {
            Subset(part, indices: Array(stride(from: 0, to: part.count, by: step)))
        }
        let (training, held) = size == .full ? (1, 1) : size == .quick ? (3, 1) : (12, 12)
        return Subject(
            "small ResNet on digits",
            data: DatasetSplit(
                train: some(all.train, every: training), validation: some(all.validation, every: held),
                test: some(all.test, every: held)),
            evaluation: Preset.fashionMNIST.evaluationTransforms(), makeModel: smallResNet)
    }

    /// EfficientNet-Lite0, trained on ImageNet, and the clothes that come with the package: 1,000 grey drawings to train
    /// on, 96 pixels a side.
    public static func clothes() throws -> Subject {
        Subject(
            "EfficientNet-Lite0 on clothes",
            data: DatasetSplit(
                train: try FashionMNIST.folder(.train), validation: try FashionMNIST.folder(.val),
                test: try FashionMNIST.folder(.test)),
            evaluation: Preset.efficientNetLite0.evaluationTransforms(size: 96),
            augmentation: [RandomHorizontalFlip()], makeModel: efficientNet)
    }

    /// EfficientNet-Lite0, trained on ImageNet, and photographs in nine classes, which must have been fetched: 158 to
    /// train on, 128 pixels a side.
    public static func stamps() throws -> Subject {
        Subject(
            "EfficientNet-Lite0 on stamps", data: try KnownDataset.stamps.open(),
            evaluation: Preset.efficientNetLite0.evaluationTransforms(size: 128),
            augmentation: [RandomHorizontalFlip()], makeModel: efficientNet)
    }

    @Sendable private static func smallResNet(classes: Int) throws -> Module {
        let model = try ResNet.fashionMNIST()
        model.fc = Linear(128, classes)
        return model
    }

    /// EfficientNet-Lite0 with its ImageNet weights and a new head.
    @Sendable static func efficientNet(classes: Int) throws -> Module {
        let model = try EfficientNetLite.imageNet()
        model.fc = Linear(1280, classes)
        return model
    }
}
