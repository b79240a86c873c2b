import TrainingCore

extension Fault {
    /// The optimizer and the model have not heard of each other.
    static let ofOptimizers = [
        Fault("the source document's bug: the optimizer holds only the frozen body", .nothingTrainableInOptimizer) {
            let model = try pretrained()
            try model.freeze(except: ["fc"])
            let body = model.parameters.filter { !$0.requiresGrad }
            let parts = loaders()
            return try HandWrittenLoop().run(
                TrainingSetup(
                    model, optimizer: AdamW(body, learningRate: 1e-3), training: parts.training,
                    validation: parts.validation))
        },
        Fault("everything is frozen, the head too", .nothingTrainableInOptimizer) {
            let model = try pretrained()
            model.freeze()
            return check(model, SGD(model.parameters, learningRate: 0.01))
        },
        Fault("frozen after the swap, so that the new head is frozen", .nothingTrainableInOptimizer) {
            let model = try pretrained()
            model.freeze()
            return check(model, SGD(model.fc.parameters, learningRate: 0.01))
        },
        Fault("the optimizer holds the old head", .foreignParametersInOptimizer) {
            let model = try ResNet.fashionMNIST()
            try model.freeze(except: ["fc"])
            let optimizer = SGD(model.trainableParameters, learningRate: 0.01)
            model.fc = Linear(128, 3)
            return check(model, optimizer)
        },
        Fault("the head is replaced after the optimizer was made", .foreignParametersInOptimizer) {
            let model = try ResNet.fashionMNIST()
            let optimizer = SGD(model.parameters, learningRate: 0.01)
            model.fc = Linear(128, 3)
            return check(model, optimizer)
        },
        Fault("the optimizer holds another copy of the model", .foreignParametersInOptimizer) {
            check(try pretrained(), SGD(try pretrained().parameters, learningRate: 0.01))
        },
        Fault("a block is unfrozen and the optimizer not told", .trainableNotInOptimizer) {
            let model = try pretrained()
            try model.freeze(except: ["fc"])
            let optimizer = SGD(model.trainableParameters, learningRate: 0.01)
            try model.unfreeze(["layer4"])
            return check(model, optimizer)
        },
        Fault("everything is unfrozen, but the optimizer is still the head's", .trainableNotInOptimizer) {
            let model = try pretrained()
            let optimizer = SGD(model.fc.parameters, learningRate: 0.01)
            model.unfreeze()
            return check(model, optimizer)
        },
        Fault("the optimizer gets the weights and not the biases", .trainableNotInOptimizer) {
            let model = tiny()
            return check(model, SGD(model.parameters.filter { $0.rank > 1 }, learningRate: 0.01))
        },
    ]

    /// Something is frozen that should not be, or the reverse.
    static let ofFreezing = [
        Fault("the head is frozen and the last block learns", .frozenHead) {
            let model = try pretrained()
            try model.freeze(except: ["layer4"])
            return check(model, SGD(model.trainableParameters, learningRate: 0.01))
        },
        Fault("the article's snippet: two blocks open, the new head forgotten", .frozenHead) {
            let model = try pretrained()
            for (name, child) in model.children { if name != "layer3" && name != "layer4" { child.freeze() } }
            return check(model, SGD(model.trainableParameters, learningRate: 0.01))
        },
        Fault("a new two-layer head is frozen", .frozenHead) {
            let model = try pretrained()
            model.fc = Sequential(Linear(128, 64), ReLU(), Linear(64, 3))
            model.fc.freeze()
            return check(model, SGD(model.trainableParameters, learningRate: 0.01))
        },
        Fault("flags without statistics: the body's batch norms follow", .statisticsMoveInFrozenBlock) {
            let model = try pretrained().train()
            for (name, parameter) in model.namedParameters where !name.hasPrefix("fc.") {
                parameter.requiresGrad = false
            }
            return check(model, SGD(model.trainableParameters, learningRate: 0.01))
        },
        Fault("the same in a loop that sets the mode later", .statisticsMoveInFrozenBlock) {
            let model = try pretrained()
            model.freeze(statistics: .follow)
            model.fc.unfreeze()
            return try looped(model) { _ in }
        },
        Fault("the frozen body is put into evaluation mode before the first epoch only", .statisticsMoveInFrozenBlock) {
            let model = try pretrained()
            for (name, parameter) in model.namedParameters { parameter.requiresGrad = name.hasPrefix("fc.") }
            var epoch = 0
            return try looped(model) {
                $0.steps = 10
                $0.setMode = { model in
                    model.train()
                    if epoch == 0 { for (name, child) in model.children where name != "fc" { child.eval() } }
                    epoch += 1
                }
            }
        },
        Fault("half of a block is unfrozen", .partlyUnfrozenBlock) {
            let model = try pretrained()
            try model.freeze(except: ["layer4.0", "fc"])
            return check(model, SGD(model.trainableParameters, learningRate: 0.01))
        },
        Fault("a name taken for a part of a name", .partlyUnfrozenBlock) {
            let model = try pretrained()
            model.freeze()
            for (name, parameter) in model.namedParameters { parameter.requiresGrad = name.contains("1") }
            model.fc.unfreeze()
            return check(model, SGD(model.trainableParameters, learningRate: 0.01))
        },
        Fault("biases are forgotten when the body is frozen", .partlyUnfrozenBlock) {
            let model = try pretrained()
            model.freeze()
            for (name, parameter) in model.namedParameters { parameter.requiresGrad = !name.hasSuffix("weight") }
            model.fc.unfreeze()
            return check(model, SGD(model.trainableParameters, learningRate: 0.01))
        },
        Fault("frozen weights decay in a hand-written step", .frozenParametersMove) {
            let model = tiny()
            try model.freeze(except: ["5"])
            return try looped(model) {
                $0.step = { setup, _ in
                    for parameter in setup.model.parameters {
                        parameter.withMutableValues { for i in $0.indices { $0[i] *= 0.999 } }
                    }
                    setup.optimizer?.step()
                }
            }
        },
        Fault("frozen by the flag alone, and moved by an old gradient", .frozenParametersMove) {
            let model = tiny()
            let parts = loaders()
            crossEntropy(model(Tensor.ones([2, 3, 8, 8])), [0, 1]).backward()
            for layer in [model[0], model[1]] { for parameter in layer.parameters { parameter.requiresGrad = false } }
            (model[1] as? BatchNorm)?.statisticsAreFrozen = true
            var loop = HandWrittenLoop()
            loop.zeroGrad = { for parameter in $0.model.trainableParameters { parameter.grad = nil } }
            return try loop.run(
                TrainingSetup(
                    model, optimizer: SGD(model.parameters, learningRate: 0.05, momentum: 0.9), training: parts.training
                ))
        },
        Fault("the weights were never loaded, and are frozen", .weightsNeverLoaded) {
            let model = ResNet.small(classes: 3)
            try model.freeze(except: ["fc"])
            return check(model, SGD(model.trainableParameters, learningRate: 0.01))
        },
        Fault("the weights were never loaded, though there is a preset for them", .weightsNeverLoaded) {
            let model = ResNet.small(classes: 3)
            return SetupCheck.findings(
                for: TrainingSetup(
                    model, optimizer: SGD(model.parameters, learningRate: 0.001), training: loaders().training,
                    preset: small))
        },
        Fault("a network without batch norm, never loaded, frozen but for its head", .weightsNeverLoaded) {
            let model = VGG.vgg11(classes: 3, width: 4)
            try model.freeze(except: ["classifier.6"])
            return check(model, SGD(model.trainableParameters, learningRate: 0.01))
        },
    ]
}

/// What the static rules find in a model and its optimizer, on data that is in order.
func check(_ model: Module, _ optimizer: Optimizer) -> [SetupFinding] {
    let parts = loaders()
    return SetupCheck.findings(
        for: TrainingSetup(model, optimizer: optimizer, training: parts.training, validation: parts.validation))
}
