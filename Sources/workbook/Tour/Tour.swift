import Foundation
import TrainingCore

/// The whole job of fine-tuning, stage by stage: load, replace the head, freeze, verify, train the head, unfreeze,
/// train more gently, evaluate.
struct Tour {
    let seed: UInt64
    let epochs: Int
    let size: Int
    let workers: Int
    let data: String
    let weights: String
    let narrator: Narrator

    /// The last blocks, which the second stage unfreezes: the deepest features and what reads them.
    private static let lastBlocks = ["_blocks.12", "_blocks.13", "_blocks.14", "_blocks.15", "_conv_head", "_bn1"]

    func run() throws -> TourResults {
        try withSeed(seed) {
            let start = ContinuousClock.now
            let (training, validation, test) = try loadData()
            let model = try loadModel()
            replaceHead(of: model, classes: training.dataset.classes.count)
            try freezeAndVerify(model, training)

            let head = try trainHead(of: model, training, validation)
            let frozen = try measure(model, on: test, "With a frozen body")
            let tuned = try trainLastBlocks(of: model, training, validation)
            let final = try measure(model, on: test, "After fine-tuning")
            narrator.say(
                "The head alone reached \(percent(frozen.accuracy)); fine-tuning brought "
                    + "\(signedPoints(final.accuracy - frozen.accuracy)) points.")
            return TourResults(
                seed: seed, classes: test.dataset.classes, head: head, tuned: tuned, frozenHead: frozen,
                fineTuned: final, test: test.dataset, seconds: (.now - start) / .seconds(1))
        }
    }

    // MARK: - Stages

    private func loadData() throws -> (training: DataLoader, validation: DataLoader, test: DataLoader) {
        narrator.heading("1. Data")
        let train = try ImageFolder("\(data)/train")
        let held = try ImageFolder("\(data)/val", classes: train.classes)
        let test = try ImageFolder("\(data)/test", classes: train.classes)
        narrator.say("\(train.classes.count) classes: \(train.classes.joined(separator: ", "))")
        narrator.say("\(train.count) images to train on, \(held.count) to validate, \(test.count) to test")
        // A broken image should show now, not after minutes of training.
        for part in [train, held, test] { for index in 0..<part.count { _ = try part.image(at: index) } }
        let exact = Preset.efficientNetLite0.evaluationTransforms(size: size)
        let augmented = Transforms([RandomHorizontalFlip()] + exact.pixelSteps, then: exact.floatSteps)
        return (
            // A last batch of a few images would weigh as much in a step as a full one: it is left out.
            DataLoader(
                train, transforms: augmented, batchSize: min(32, train.count), sampler: .shuffled, seed: seed,
                dropLast: true, workers: workers),
            DataLoader(held, transforms: exact, batchSize: 50, workers: workers),
            DataLoader(test, transforms: exact, batchSize: 50, workers: workers)
        )
    }

    private func loadModel() throws -> EfficientNetLite {
        narrator.heading("2. A pretrained model")
        let model = EfficientNetLite()
        try model.load(contentsOfFile: weights)
        narrator.say("EfficientNet-Lite0, trained on ImageNet: \(grouped(ParameterCount(model).total)) parameters")
        for (name, part) in model.children {
            let count = ParameterCount(part).total
            if count > 0 { narrator.say("  \(padded(name, 14))\(padded(typeName(part), 18))\(grouped(count))") }
        }
        return model
    }

    private func replaceHead(of model: EfficientNetLite, classes: Int) {
        narrator.heading("3. A new head")
        model.fc = Linear(1280, classes)
        narrator.say("_fc: 1280 → 1000 ImageNet classes becomes 1280 → \(classes)")
    }

    private func freezeAndVerify(_ model: EfficientNetLite, _ training: DataLoader) throws {
        narrator.heading("4. Freeze the body, and verify it")
        try model.freeze(except: ["_fc"])
        let count = ParameterCount(model)
        narrator.say("\(grouped(count.trainable)) of \(grouped(count.total)) parameters may learn")
        guard let batch = try training.batches(epoch: 0).next() else { return }
        let check = model.train().checkFreeze {
            let optimizer = SGD(model.parameters, learningRate: 0.01, momentum: 0.9, weightDecay: 0.01)
            crossEntropy(model(batch.images), batch.labels).backward()
            optimizer.step()
        }
        narrator.say(
            "One training step moved \(check.moved.joined(separator: ", ")): "
                + "\(check.moved.count) of \(check.compared) tensors, batch-norm statistics included")
        guard check.movedThoughFrozen.isEmpty else { throw FrozenPartMoved(names: check.movedThoughFrozen) }
    }

    private func trainHead(
        of model: EfficientNetLite, _ training: DataLoader, _ validation: DataLoader
    ) throws -> [EpochRecord] {
        narrator.heading("5. Train the head")
        let optimizer = AdamW(model.trainableParameters, learningRate: 0.003, weightDecay: 0.01)
        return try fit(model, training, validation, optimizer, firstEpoch: 0)
    }

    private func trainLastBlocks(
        of model: EfficientNetLite, _ training: DataLoader, _ validation: DataLoader
    ) throws -> [EpochRecord] {
        narrator.heading("6. Unfreeze the last blocks, train gently")
        try model.unfreeze(Self.lastBlocks, statistics: .stay)
        let head = model.fc.parameters
        let held = Set(head.map(ObjectIdentifier.init))
        let body = model.trainableParameters.filter { !held.contains(ObjectIdentifier($0)) }
        let optimizer = AdamW([
            ParameterGroup(body, learningRate: 0.001, weightDecay: 0.01, name: "last blocks"),
            ParameterGroup(head, learningRate: 0.002, weightDecay: 0.01, name: "head"),
        ])
        for group in optimizer.groups {
            let count = group.parameters.map(\.count).reduce(0, +)
            narrator.say("  \(padded(group.name, 14))\(padded(grouped(count), 12))learning rate \(group.learningRate)")
        }
        return try fit(model, training, validation, optimizer, firstEpoch: epochs)
    }
    // MARK: - Steps they share

    private func fit(
        _ model: EfficientNetLite, _ training: DataLoader, _ validation: DataLoader, _ optimizer: Optimizer,
        firstEpoch: Int
    ) throws -> [EpochRecord] {
        let images = training.batchCount * training.batchSize
        var bar = narrator.progress("epoch 1/\(epochs)", images: images)
        return try Training.fit(
            model, training: training, validation: validation, optimizer: optimizer, epochs: epochs,
            firstEpoch: firstEpoch, schedule: OneCycle(steps: epochs * training.batchCount)
        ) { progress in
            bar?.advance(by: progress.images, note: ", loss \(fixed(progress.loss, 3))")
        } onEpoch: { record in
            bar?.finish()
            narrator.say(
                "epoch \(record.epoch)/\(epochs): loss \(fixed(record.trainingLoss, 3)), "
                    + "validation loss \(fixed(record.validationLoss, 3)), "
                    + "validation accuracy \(percent(record.validationAccuracy))")
            bar = narrator.progress("epoch \(record.epoch + 1)/\(epochs)", images: images)
        }
    }

    private func measure(_ model: EfficientNetLite, on test: DataLoader, _ when: String) throws -> Evaluation {
        let bar = narrator.progress("testing", images: test.dataset.count)
        let result = try evaluate(model, on: test) { bar?.advance(by: $0) }
        bar?.finish()
        narrator.say("\(when): \(percent(result.accuracy)) of \(result.labels.count) test images right")
        return result
    }
}

/// The proof of the freeze failed.
struct FrozenPartMoved: Error, CustomStringConvertible {
    let names: [String]
    var description: String { "frozen, but changed by a training step: \(names.joined(separator: ", "))" }
}
