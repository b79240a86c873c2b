import TrainingCore

extension Fault {
    /// The model behaves as it should not.
    static let ofModes = [
        Fault("the model learns in evaluation mode", .evaluationModeWhileTraining) {
            try looped { $0.setMode = { $0.eval() } }
        },
        Fault("dropout is switched off while the model learns", .evaluationModeWhileTraining) {
            try looped(Sequential(Flatten(), Dropout(0.5), Linear(3072, 3))) { $0.setMode = { $0.eval() } }
        },
        Fault("after the first validation the model stays in evaluation mode", .evaluationModeWhileTraining) {
            var epoch = 0
            return try looped {
                $0.steps = 10
                $0.setMode = { model in
                    if epoch == 0 { model.train() } else { model.eval() }
                    epoch += 1
                }
            }
        },
        Fault("the model is validated in training mode", .trainingModeWhileEvaluating) {
            let model = tiny()
            var probe = SetupProbe(TrainingSetup(model))
            return probe.evaluated(withoutGradient { model.train()(Tensor.ones([4, 3, 8, 8])) })
        },
        Fault("validation records gradients", .gradientsWhileEvaluating) {
            let model = tiny().eval()
            var probe = SetupProbe(TrainingSetup(model))
            return probe.evaluated(model(Tensor.ones([4, 3, 8, 8])))
        },
    ]

    /// The steps of the loop are wrong, or in the wrong order.
    static let ofLoops = [
        Fault("gradients are not zeroed", .gradientsNotZeroed) { try looped { $0.zeroGrad = { _ in } } },
        Fault("only the head's gradients are zeroed", .gradientsNotZeroed) {
            try looped { $0.zeroGrad = { ($0.model as? Sequential)?[5].zeroGrad() } }
        },
        Fault("gradients are zeroed between backward and step", .nothingMoves) {
            try looped {
                $0.step = { setup, _ in
                    setup.optimizer?.zeroGrad()
                    setup.optimizer?.step()
                }
            }
        },
        Fault("the optimizer's step is forgotten", .nothingMoves) { try looped { $0.step = { _, _ in } } },
        Fault("the rate is too small to change a number", .nothingMoves) {
            let model = Sequential(Flatten(), Linear(3072, 3))
            return try HandWrittenLoop().run(
                TrainingSetup(
                    model, optimizer: SGD(model.parameters, learningRate: 1e-14), training: loaders().training))
        },
        Fault("the body runs without recording, though it is to learn", .gradientMissing) {
            try looped {
                $0.forward = { model, images in
                    guard let layers = (model as? Sequential)?.layers else { return images }
                    return layers[5](withoutGradient { Sequential(Array(layers[..<5]))(images) })
                }
            }
        },
        Fault("a layer that is to learn is left out of the forward pass", .gradientMissing) {
            try looped {
                $0.forward = { model, images in
                    guard let layers = (model as? Sequential)?.layers else { return images }
                    return Sequential(layers[0], layers[2], layers[3], layers[4], layers[5])(images)
                }
            }
        },
        Fault("clipping far below every gradient", .clippingAlwaysBites) {
            try looped {
                $0.steps = 31
                $0.maxGradNorm = 1e-4
            }
        },
        Fault("clipping far above every gradient", .clippingNeverBites) {
            try looped {
                $0.steps = 31
                $0.maxGradNorm = 1e5
            }
        },
        Fault("gradients are clipped after the step", .clippingOutOfPlace) {
            try looped {
                $0.maxGradNorm = 1
                $0.clips = .afterStep
            }
        },
        Fault("gradients are clipped before the backward pass", .clippingOutOfPlace) {
            try looped {
                $0.maxGradNorm = 1
                $0.clips = .beforeBackward
            }
        },
        Fault("the schedule gives all groups one rate", .groupRatesFlattened) {
            let model = tiny()
            let groups = model.layerGroups.parameterGroups(.head(0.05))
            var loop = HandWrittenLoop()
            loop.setRates = { setup, _ in
                for i in setup.optimizer?.groups.indices ?? 0..<0 { setup.optimizer?.groups[i].learningRate = 0.05 }
            }
            return try loop.run(TrainingSetup(model, optimizer: AdamW(groups), training: loaders().training))
        },
    ]

    /// The loss is another than the one that is meant.
    static let ofLosses = [
        Fault("softmax before the cross-entropy, in the loop", .probabilitiesInCrossEntropy) {
            try looped { $0.loss = { crossEntropy(softmax($0), $1) } }
        },
        Fault("softmax before the cross-entropy, before training", .probabilitiesInCrossEntropy) {
            SetupCheck.findings(
                for: TrainingSetup(tiny(), training: loaders().training, loss: { crossEntropy(softmax($0), $1) }))
        },
        Fault("the network ends with a softmax", .probabilitiesInCrossEntropy) {
            try looped { $0.forward = { softmax($0($1)) } }
        },
        Fault("the loss is a sum, in the loop", .lossNotAveraged) {
            try looped { $0.loss = { crossEntropy($0, $1) * Float($1.count) } }
        },
        Fault("the loss is a sum, before training", .lossNotAveraged) {
            SetupCheck.findings(
                for: TrainingSetup(
                    tiny(), training: loaders().training, loss: { crossEntropy($0, $1) * Float($1.count) }))
        },
        Fault("the head starts with weights of ordinary size", .lossFarFromChanceAtStart) {
            let model = Sequential(Flatten(), Linear(3072, 3))
            model[1].parameters[0].copy(from: withSeed(1) { normal([3, 3072], deviation: 3) })
            return try looped(model) { _ in }
        },
        Fault("the labels belong to other images", .lossStaysAtChance) {
            let model = tiny()
            let parts = loaders(Pictures(count: 400, order: .random), batchSize: 32)
            var loop = HandWrittenLoop()
            loop.steps = 101
            return try loop.run(
                TrainingSetup(
                    model, optimizer: SGD(model.parameters, learningRate: 0.01), training: parts.training,
                    validation: parts.validation))
        },
        Fault("the rate is a millionth of what it should be", .lossStaysAtChance) {
            let model = tiny()
            var loop = HandWrittenLoop()
            loop.steps = 101
            return try loop.run(
                TrainingSetup(model, optimizer: SGD(model.parameters, learningRate: 5e-8), training: loaders().training)
            )
        },
    ]

    /// Numbers are none.
    static let ofNumbers = [
        Fault("a weight is no number", .nonFiniteValues) {
            let model = try pretrained()
            model.parameters[7].withMutableValues { $0[3] = .nan }
            return check(model, SGD(model.parameters, learningRate: 0.01))
        },
        Fault("a running variance is infinite", .nonFiniteValues) {
            let model = tiny()
            (model[1] as? BatchNorm)?.runningVar.value.withMutableValues { $0[0] = .infinity }
            return check(model, SGD(model.parameters, learningRate: 0.01))
        },
        Fault("the first step throws the weights out of all bounds", .nonFiniteValues) {
            let model = Sequential(Flatten(), Linear(3072, 3), Linear(3, 3))
            return try HandWrittenLoop().run(
                TrainingSetup(model, optimizer: SGD(model.parameters, learningRate: 1e38), training: loaders().training)
            )
        },
        Fault("an image has a pixel that is no number", .nonFiniteValues) {
            try looped {
                $0.change = { $0 * Tensor([.nan] + [Float](repeating: 1, count: $0.count - 1), shape: $0.shape) }
            }
        },
    ]
}
