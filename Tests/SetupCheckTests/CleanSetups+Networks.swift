import TrainingCore

extension CleanSetup {
    /// Networks as they are published, frozen in all the ways that the core offers. Their weights follow a rule:
    /// whether they are good does not matter here.
    static let ofNetworks =
        ["resnet18", "mobilenet_v2", "efficientnet_b0", "efficientnet_lite0"].flatMap(published) + [
            CleanSetup("densenet121: the last block") {
                let model = try zooModel("densenet121")
                try model.freeze(except: ModelZoo.lastBlockNames("densenet121"))
                return check(model, AdamW(model.trainableParameters, learningRate: 1e-3, weightDecay: 0.01))
            },
            CleanSetup("EfficientNet-Lite0 with its weights, the head learns clothes at 96 pixels") {
                let model = try lite()
                try model.freeze(except: ["_fc"])
                let transforms = Preset.efficientNetLite0.evaluationTransforms(size: 96)
                let training = DataLoader(
                    try FashionMNIST.folder(.train), transforms: transforms, batchSize: 16, sampler: .shuffled)
                let validation = DataLoader(try FashionMNIST.folder(.val), transforms: transforms, batchSize: 50)
                return try HandWrittenLoop().run(
                    TrainingSetup(
                        model, optimizer: AdamW(model.trainableParameters, learningRate: 1e-3), training: training,
                        validation: validation, test: try FashionMNIST.folder(.test), preset: .efficientNetLite0))
            },
        ]

    private static func published(_ name: String) -> [CleanSetup] {
        [
            CleanSetup("\(name): the head") {
                let model = try zooModel(name)
                try model.freeze(except: [ModelZoo.headName(name)])
                return check(model, AdamW(model.trainableParameters, learningRate: 1e-3, weightDecay: 0.01))
            },
            CleanSetup("\(name): the last block") {
                let model = try zooModel(name)
                try model.freeze(except: ModelZoo.lastBlockNames(name))
                return check(model, AdamW(model.trainableParameters, learningRate: 1e-3, weightDecay: 0.01))
            },
            CleanSetup("\(name): any number of groups, counted from the end") {
                let model = try zooModel(name)
                return (1...model.layerGroups.count).flatMap { count in
                    model.layerGroups.freeze(to: -count)
                    return check(model, AdamW(model.parameters, learningRate: 1e-4))
                }
            },
            CleanSetup("\(name): all layers from some place on") {
                let model = try zooModel(name)
                let modules = model.namedModules.map(\.element)
                let layers = modules.indices.filter { modules[$0] is Conv2d || modules[$0] is Linear }
                return stride(from: 1, to: layers.count, by: 7).map { layers[$0] }.flatMap { first in
                    model.freeze()
                    for module in modules[first...] { module.unfreeze() }
                    return check(model, AdamW(model.trainableParameters, learningRate: 1e-4))
                }
            },
        ]
    }

    private static func zooModel(_ name: String) throws -> Module {
        let model = try withoutRandomWeights { try ModelZoo.make(name, classes: 3) }
        model.fillByRule()
        return model
    }
}
