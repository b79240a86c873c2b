import TrainingCore

extension CleanSetup {
    /// Odd but right choices of what learns, and of what holds it.
    static let ofModels = [
        CleanSetup("the statistics of all norms stay by choice, and everything learns") {
            let model = try pretrained()
            for case let norm as BatchNorm in model.namedModules.map(\.element) { norm.statisticsAreFrozen = true }
            return try looped(model) { _ in }
        },
        CleanSetup("scale and shift of norms are frozen, convolutions learn") {
            let model = try pretrained()
            for case let norm as BatchNorm in model.namedModules.map(\.element) {
                for parameter in norm.parameters { parameter.requiresGrad = false }
            }
            return try looped(model) { _ in }
        },
        CleanSetup("norms of the frozen body learn, as in fastai") {
            let model = try pretrained()
            model.layerGroups.freeze(to: -1, norms: .learning)
            return try looped(model) { _ in }
        },
        CleanSetup("the boundary lies inside of a block") {
            let model = try pretrained()
            model.freeze()
            for module in model.namedModules.drop(while: { $0.name != "layer3.0.conv2" }) { module.element.unfreeze() }
            return try looped(model) { _ in }
        },
        CleanSetup("the first block and the head learn, all between is frozen") {
            let model = try pretrained()
            try model.freeze(except: ["layer1", "fc"])
            return try looped(model) { _ in }
        },
        CleanSetup("a linear probe in evaluation mode, flags set by hand, as in PyTorch") {
            let model = try pretrained()
            for (name, parameter) in model.namedParameters { parameter.requiresGrad = name.hasPrefix("fc.") }
            return try looped(model.eval() as ResNet) { $0.setMode = { $0.eval() } }
        },
        CleanSetup("the optimizer holds frozen parameters too, with decay") {
            let model = try pretrained()
            try model.freeze(except: ["layer4", "fc"])
            return try HandWrittenLoop().run(
                TrainingSetup(
                    model, optimizer: AdamW(model.parameters, learningRate: 1e-3, weightDecay: 0.1),
                    training: loaders().training))
        },
        CleanSetup("a body is fitted to its old head, which stays") {
            let model = try ResNet.fashionMNIST()
            model.fc.freeze()
            let images = Pictures(classes: Preset.fashionMNIST.classNames, count: 40)
            let parts = loaders(images)
            return try HandWrittenLoop().run(
                TrainingSetup(
                    model, optimizer: SGD(model.trainableParameters, learningRate: 1e-3), training: parts.training,
                    validation: parts.validation))
        },
        CleanSetup("a trained network goes on learning on images unlike its own") {
            let parts = loaders(Pictures(classes: Preset.fashionMNIST.classNames, count: 40))
            let model = try ResNet.fashionMNIST()
            return try HandWrittenLoop().run(
                TrainingSetup(
                    model, optimizer: SGD(model.parameters, learningRate: 1e-3), training: parts.training,
                    validation: parts.validation, preset: small))
        },
        CleanSetup("from random weights, everything learns") { try looped(ResNet.small(classes: 3)) { _ in } },
        CleanSetup("no batch norm, from random weights") {
            try looped(VGG.vgg11(classes: 3, width: 2)) { $0.steps = 3 }
        },
        CleanSetup("a linear model and nothing else") {
            try looped(Sequential(Flatten(), Linear(3072, 3))) { _ in }
        },
        CleanSetup("a head of two layers with norms, the body frozen") {
            let model = try ResNet.fashionMNIST().cut(after: "layer4")
            model.head = Head.concatPooling(128, classes: 3)
            model.layerGroups.freeze(to: -1)
            return try looped(model) { _ in }
        },
        CleanSetup("a head of zeros") {
            let model = try pretrained()
            for parameter in model.fc.parameters { parameter.copy(from: .zeros(parameter.shape)) }
            return try looped(model) { _ in }
        },
        CleanSetup("a network that does not say what it is made of") { try looped(Opaque(tiny())) { _ in } },
        CleanSetup("two layers that share a weight") {
            let shared = Linear(16, 16)
            return try looped(Sequential(Flatten(), Linear(3072, 16), shared, ReLU(), shared, Linear(16, 3))) { _ in }
        },
        CleanSetup("the optimizer also holds a parameter of the loss") {
            let model = tiny()
            let temperature = Parameter(Tensor.ones([1]))
            return try HandWrittenLoop().run(
                TrainingSetup(
                    model, optimizer: SGD(model.parameters + [temperature], learningRate: 0.05),
                    training: loaders().training))
        },
        CleanSetup("a frozen random body, far too small to have been published") {
            let model = tiny()
            try model.freeze(except: ["5"])
            return try looped(model) { _ in }
        },
        CleanSetup("biases alone learn, beside the head") {
            let model = try pretrained()
            model.freeze()
            for (name, parameter) in model.namedParameters { parameter.requiresGrad = name.hasSuffix("bias") }
            model.fc.unfreeze()
            return try looped(model) { _ in }
        },
    ]

    /// Odd but right loops and losses.
    static let ofLoops = [
        CleanSetup("gradients of three batches make a step") { try looped { $0.batchesPerStep = 3 } },
        CleanSetup("label smoothing") { try looped { $0.loss = { crossEntropy($0, $1, labelSmoothing: 0.2) } } },
        CleanSetup("class weights") { try looped { $0.loss = { crossEntropy($0, $1, classWeights: [1, 5, 0.2]) } } },
        CleanSetup("a focal loss") { try looped { $0.loss = focal } },
        CleanSetup("losses that are tried before training") {
            let losses: [(Tensor, [Int]) -> Tensor] = [
                { crossEntropy($0, $1) }, { crossEntropy($0, $1, labelSmoothing: 0.3) },
                { crossEntropy($0, $1, classWeights: [1, 5, 0.2]) }, focal, brier,
            ]
            return losses.flatMap {
                SetupCheck.findings(for: TrainingSetup(tiny(), training: loaders().training, loss: $0))
            }
        },
        CleanSetup("clipping that bites in every step, but not hard") {
            try looped {
                $0.steps = 31
                $0.maxGradNorm = 0.2
            }
        },
        CleanSetup("clipping with Adam, where the batch is small and the head is deep") {
            let model = try ResNet.fashionMNIST().cut(after: "layer4")
            model.head = withSeed(1) { Head.concatPooling(128, classes: 10).initialiseAsInFastai() }
            let images = Pictures(classes: (0..<10).map { "class \($0)" }, count: 128, order: .random)
            var loop = HandWrittenLoop()
            (loop.steps, loop.maxGradNorm) = (31, 0.5)
            return try loop.run(
                TrainingSetup(
                    model, optimizer: AdamW(model.parameters, learningRate: 1e-3),
                    training: loaders(images, batchSize: 4).training))
        },
        CleanSetup("clipping as a safety net") {
            try looped {
                $0.steps = 31
                $0.maxGradNorm = 10
            }
        },
        CleanSetup("a hundred steps with images that are hard to learn") {
            let model = tiny(classes: 6)
            let images = Pictures(classes: ["a", "b", "c", "d", "e", "f"], count: 96)
            var loop = HandWrittenLoop()
            loop.steps = 101
            return try loop.run(
                TrainingSetup(
                    model, optimizer: SGD(model.parameters, learningRate: 0.02, momentum: 0.9),
                    training: loaders(images, batchSize: 16).training))
        },
        CleanSetup("a rate of 0 in the first step") {
            let schedule = LinearWarmup(steps: 4, from: 0)
            return try looped {
                $0.setRates = { setup, step in
                    setup.optimizer?.groups[0].learningRate = 0.05 * Float(schedule.factor(at: step))
                }
            }
        },
        CleanSetup("a rate of 0 throughout: only the statistics are to follow") {
            let model = tiny()
            return try HandWrittenLoop().run(
                TrainingSetup(model, optimizer: SGD(model.parameters, learningRate: 0), training: loaders().training))
        },
        CleanSetup("evaluation in between, as it should be") {
            let (model, parts) = (tiny(), loaders())
            var probe = SetupProbe(TrainingSetup(model, training: parts.training))
            model.train()
            var findings: [SetupFinding] = []
            try parts.validation.forEachBatch(epoch: 0) { batch in
                findings += model.evaluating { probe.evaluated(model(batch.images)) }
            }
            return findings
        },
    ]
}

/// `(1 − p)² · cross-entropy` of each image (Lin et al., 2017), without a gradient through the first factor.
private func focal(_ logits: Tensor, _ labels: [Int]) -> Tensor {
    let classes = logits.shape[1]
    let probabilities = softmax(logits).values
    var targets = [Float](repeating: 0, count: logits.count)
    for (row, label) in labels.enumerated() {
        let rest = 1 - probabilities[row * classes + label]
        targets[row * classes + label] = rest * rest / Float(labels.count)
    }
    return -sum(logSoftmax(logits) * Tensor(targets, shape: logits.shape))
}

/// The squared distance of the probabilities from the truth (Brier, 1950).
private func brier(_ logits: Tensor, _ labels: [Int]) -> Tensor {
    var truth = [Float](repeating: 0, count: logits.count)
    for (row, label) in labels.enumerated() { truth[row * logits.shape[1] + label] = 1 }
    let distance = softmax(logits) - Tensor(truth, shape: logits.shape)
    return sum(distance * distance) / Float(labels.count)
}
