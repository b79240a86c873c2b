import TrainingCore

extension Fault {
    /// Mistakes with larger networks, and inside of `fit`.
    static let ofNetworks = [
        Fault("EfficientNet-Lite0 with random weights and a learning head", .weightsNeverLoaded) {
            let model = EfficientNetLite(classes: 10)
            try model.freeze(except: ["_fc"])
            return try checkClothes(model, AdamW(model.trainableParameters, learningRate: 1e-3))
        },
        Fault("EfficientNet-Lite0, its last block open but not the convolution behind it", .partlyUnfrozenBlock) {
            let model = try lite()
            try model.freeze(except: ["_blocks.15", "_fc"])
            return try checkClothes(model, AdamW(model.trainableParameters, learningRate: 1e-3))
        },
        Fault("EfficientNet-Lite0 with ImageNet's usual statistics", .normalisedUnlikeWeights) {
            let model = try lite()
            try model.freeze(except: ["_fc"])
            return try checkClothes(
                model, AdamW(model.trainableParameters, learningRate: 1e-3),
                Preset.efficientNetLite0.with(Preset.imageNet.mean, Preset.imageNet.std, size: 96))
        },
        Fault("EfficientNet-Lite0, the optimizer made before the new head", .foreignParametersInOptimizer) {
            let model = try EfficientNetLite.imageNet()
            try model.freeze(except: ["_fc"])
            let optimizer = AdamW(model.trainableParameters, learningRate: 1e-3)
            model.fc = Linear(1280, 10)
            return try checkClothes(model, optimizer)
        },
        Fault("a DenseNet, where two layers in the middle of a block learn", .partlyUnfrozenBlock) {
            let model = DenseNet(blocks: [2, 4, 4, 2], growth: 8, stem: 16, classes: 3)
            model.fillByRule()
            let layers = ["denselayer1", "denselayer2"].map { "features.denseblock3.\($0)" }
            try model.freeze(except: layers + ["classifier"])
            return check(model, AdamW(model.trainableParameters, learningRate: 1e-3))
        },
        Fault("a VGG's new head is frozen with the rest of the classifier", .frozenHead) {
            let model = VGG.vgg11(batchNorm: true, classes: 3, width: 4)
            model.fillByRule()
            withSeed(1) { model.classifier[6] = Linear(256, 3) }
            model.classifier.freeze()
            return check(model, AdamW(model.trainableParameters, learningRate: 1e-3))
        },
        Fault("a cut network keeps the optimizer of the whole one", .foreignParametersInOptimizer) {
            let whole = try pretrained()
            let optimizer = AdamW(whole.parameters, learningRate: 1e-4)
            let model = try whole.cut(after: "layer4")
            model.head = Head.concatPooling(128, classes: 3)
            return check(model, optimizer)
        },
        Fault("fit with a body whose statistics follow, frozen by flags", .statisticsMoveInFrozenBlock) {
            let model = try pretrained()
            for (name, parameter) in model.namedParameters { parameter.requiresGrad = name.hasPrefix("fc.") }
            return try fitted(model)
        },
        Fault("fit with a softmax in the loss", .probabilitiesInCrossEntropy) {
            try fitted(tiny(), loss: { crossEntropy(softmax($0), $1) })
        },
        Fault("fit with images divided by 255 twice", .imagesScaledWrong) {
            try fitted(tiny(), Transforms(small.evaluationTransforms().pixelSteps, then: [Scale(by: 1 / 255)]))
        },
        Fault("fit with a gradient that is always clipped", .clippingAlwaysBites) {
            try fitted(tiny(), epochs: 6, maxGradNorm: 1e-4)
        },
    ]
}

/// EfficientNet-Lite0 with ImageNet's weights and a head for ten classes.
func lite() throws -> EfficientNetLite {
    let model = try EfficientNetLite.imageNet()
    withSeed(1) { model.fc = Linear(1280, 10) }
    return model
}

/// What the static rules find in a network for the clothes that come with the package.
private func checkClothes(
    _ model: Module, _ optimizer: Optimizer,
    _ transforms: Transforms = Preset.efficientNetLite0.evaluationTransforms(size: 96)
) throws -> [SetupFinding] {
    SetupCheck.findings(
        for: TrainingSetup(
            model, optimizer: optimizer,
            training: DataLoader(
                try FashionMNIST.folder(.train), transforms: transforms, batchSize: 32, sampler: .shuffled),
            validation: DataLoader(try FashionMNIST.folder(.val), transforms: transforms, batchSize: 50),
            preset: .efficientNetLite0))
}

/// What `fit` says.
private func fitted(
    _ model: Module, _ transforms: Transforms = small.evaluationTransforms(), epochs: Int = 1,
    maxGradNorm: Float? = nil, loss: (Tensor, [Int]) -> Tensor = { crossEntropy($0, $1) }
) throws -> [SetupFinding] {
    let parts = loaders(transforms: transforms)
    return try heard {
        try fit(
            model, training: parts.training, validation: parts.validation,
            optimizer: SGD(model.trainableParameters, learningRate: 0.01), epochs: epochs, maxGradNorm: maxGradNorm,
            loss: loss)
    }
}
