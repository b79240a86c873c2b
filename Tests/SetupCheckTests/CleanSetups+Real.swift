import Foundation
import Labs
import Q02ImportModulesSolution
import Q08BatchDataSolution
import Q13FreezeAllLayersSolution
import Q15TrainFinalLayerSolution
import Q16UnfreezeBlocksSolution
import Q17UnfreezeEverythingSolution
import Q20ConfigureOptimizerSolution
import Q21TrainingLoopSolution
import Q22ClipGradientsSolution
import Q28GroupLearningRatesSolution
import Q31CompareOptimizersSolution
import TrainingCore

extension CleanSetup {
    /// Each lab with a few steps, as it is: what `fit` says on the way.
    static let labs = allLabs.map { $0.name }.map { name in
        CleanSetup("lab \(name)") {
            let kind = try lab(named: name)
            let folder = NSTemporaryDirectory() + "setup-check-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let setup = LabSetup(.tiny, seedCount: 1)
            return try heard {
                let lab = try kind.init(setup)
                _ = try lab.run(try Journal(kind, setup, plan: lab.plan, in: folder))
            }
        }
    }

    /// The recipes of the core.
    static let recipes = [
        CleanSetup("fine-tuning in two phases") {
            let parts = loaders()
            return try heard {
                try fineTune(pretrained(), training: parts.training, validation: parts.validation, epochs: 1)
            }
        },
        CleanSetup("the same, norms of the frozen body learning as in fastai") {
            let parts = loaders()
            return try heard {
                try fineTune(
                    pretrained(), training: parts.training, validation: parts.validation, epochs: 1,
                    recipe: FineTuning(norms: .learning))
            }
        },
        CleanSetup("gradual unfreezing") {
            let (model, parts) = (try pretrained(), loaders())
            let (groups, unfreezing) = (model.layerGroups, GradualUnfreezing())
            let optimizer = AdamW(groups.parameterGroups(.head(1e-3, bodyDividedBy: 10...100), weightDecay: 0.01))
            unfreezing.freeze(groups, forEpoch: 0)
            return try heard {
                try fit(
                    model, training: parts.training, validation: parts.validation, optimizer: optimizer, epochs: 3,
                    onEpoch: { unfreezing.freeze(groups, forEpoch: $0.epoch) })
            }
        },
        CleanSetup("one epoch after the other, each by a call of its own") {
            let (model, parts) = (try pretrained(), loaders())
            let optimizer = AdamW(model.layerGroups.parameterGroups(.head(1e-3)))
            return try heard {
                for epoch in 0..<3 {
                    try fit(
                        model, training: parts.training, validation: parts.validation, optimizer: optimizer, epochs: 1,
                        firstEpoch: epoch)
                }
            }
        },
        CleanSetup("mixed images and random erasing") {
            let exact = small.evaluationTransforms()
            let parts = loaders(
                transforms: Transforms(
                    exact.pixelSteps + [RandomHorizontalFlip(), RandomRotation(degrees: 20)],
                    then: exact.floatSteps + [RandomErasing()]))
            let model = tiny()
            return try heard {
                try fit(
                    model, training: parts.training, validation: parts.validation,
                    optimizer: SGD(model.parameters, learningRate: 0.05), epochs: 2, mixup: Mixup(alpha: 1))
            }
        },
    ]

    /// What the reference solutions build.
    static let solutions =
        [
            CleanSetup("Q2: six parts that fit") {
                let kit = try buildToolkit(imagesIn: "\(FashionMNIST.root)/train", imageSize: 32, batchSize: 16)
                return try HandWrittenLoop().run(
                    TrainingSetup(kit.model, optimizer: kit.optimizer, training: kit.loader, loss: kit.loss))
            },
            CleanSetup("Q8: loaders for three parts") {
                let exact = small.evaluationTransforms()
                let loaders = try makeLoaders(
                    training: (try FashionMNIST.folder(.train), exact),
                    validation: (try FashionMNIST.folder(.val), exact),
                    test: (try FashionMNIST.folder(.test), exact), batchSize: 48, seed: 1)
                let model = try pretrained(classes: 10)
                return SetupCheck.findings(
                    for: TrainingSetup(
                        model, optimizer: AdamW(model.layerGroups.parameterGroups(.head(1e-3))),
                        training: loaders.training,
                        validation: loaders.validation, test: loaders.test.dataset, preset: small), readingImages: true)
            },
            CleanSetup("Q13: all layers frozen, then a new head") {
                let model = try ResNet.fashionMNIST()
                try freezeAllLayers(of: model)
                model.fc = Linear(128, 3)
                return try looped(model) { _ in }
            },
            CleanSetup("Q15: only the final layer") {
                let model = try pretrained()
                let parameters = try trainOnlyHead(of: model)
                return try HandWrittenLoop().run(
                    TrainingSetup(model, optimizer: SGD(parameters, learningRate: 0.01), training: loaders().training))
            },
            CleanSetup("Q15: a new final layer") {
                let model = try ResNet.fashionMNIST()
                let parameters = try replaceHead(of: model, classes: 3)
                return try HandWrittenLoop().run(
                    TrainingSetup(model, optimizer: SGD(parameters, learningRate: 0.01), training: loaders().training))
            },
            CleanSetup("Q16: blocks by name, and the optimizer told") {
                let model = try pretrained()
                let old = SGD(try trainOnlyHead(of: model), learningRate: 0.01)
                try unfreezeBlocks(["layer4"], of: model, head: "fc")
                return check(model, try optimizer(for: model, learningRate: 1e-4, after: old))
            },
            CleanSetup("Q17: everything, at a tenth of the head's rate") {
                let model = try pretrained()
                let old = SGD(try trainOnlyHead(of: model), learningRate: 0.01)
                let new = try unfreezeEverything(in: model, headRate: 1e-3, after: old)
                var setup = setup(loaders(), model)
                (setup.optimizer, setup.preset) = (new, small)
                return try HandWrittenLoop().run(setup)
            },
            CleanSetup("Q20: SGD with Nesterov, no decay on vectors") {
                let model = try pretrained()
                return check(model, try makeSGD(for: model, learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4))
            },
            CleanSetup("Q20: AdamW over what is trainable") {
                let model = try pretrained()
                try unfreezeBlocks(["layer3", "layer4"], of: model, head: "fc")
                return check(model, try makeAdamW(for: model, learningRate: 3e-4, weightDecay: 0.05))
            },
            CleanSetup("Q21: the loop, looked at before and after it") {
                let model = tiny()
                let optimizer = SGD(model.parameters, learningRate: 0.05)
                let setup = TrainingSetup(model, optimizer: optimizer, training: loaders().training)
                _ = try train(
                    model, on: loaders().training, epochs: 2, loss: { crossEntropy($0, $1) }, optimizer: optimizer,
                    schedule: OneCycle(steps: 12).factor, afterEpoch: { _ in })
                return try HandWrittenLoop().run(setup)
            },
            CleanSetup("Q22: clipping") {
                var norms: [Float] = []
                let model = tiny()
                let parts = loaders()
                let optimizer = SGD(model.parameters, learningRate: 0.05)
                var probe = SetupProbe(TrainingSetup(model, optimizer: optimizer, training: parts.training))
                for epoch in 0..<6 {
                    try parts.training.forEachBatch(epoch: epoch) { batch in
                        norms.append(
                            try trainingStep(
                                model, images: batch.images, labels: batch.labels, optimizer: optimizer, maxNorm: 1
                            ).norm)
                    }
                }
                return norms.flatMap { probe.clipped(norm: $0, to: 1) }
            },
            CleanSetup("Q28: rates of groups") {
                let model = try pretrained()
                let groups = try Q28GroupLearningRatesSolution.parameterGroups(
                    of: model, startingAt: ["layer3", "fc"], from: 1e-5, to: 1e-3)
                return try HandWrittenLoop().run(
                    TrainingSetup(model, optimizer: AdamW(groups), training: loaders().training, preset: small))
            },
        ]
        + ((try? optimizerCandidates()) ?? []).map { candidate in
            let (name, rates) = (candidate.name, candidate.learningRates)
            return CleanSetup("Q31: \(name) at its highest rate") {
                let model = try pretrained()
                let candidate = try optimizerCandidates().first { $0.name == name }
                guard let made = try candidate?.make(model.trainableParameters, rates[2]) else { return [] }
                return check(model, made)
            }
        }
}
