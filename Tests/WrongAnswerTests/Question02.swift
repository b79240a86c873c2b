import Grading
import Testing
import TrainingCore

@Suite("Q02 wrong and alternative answers")
struct Question02 {
    @Test func optimizerOfAnotherModel() {
        expectRejected(because: "optimizer with no parameters") {
            gradeImportModules(
                {
                    try build(
                        $0, $1, $2,
                        optimizer: { _ in
                            SGD(ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 8).parameters, learningRate: 0.1)
                        })
                }, step, $0)
        }
    }

    @Test func optimizerWithNothingInIt() {
        expectRejected(because: "optimizer with no parameters") {
            gradeImportModules(
                {
                    try build(
                        $0, $1, $2,
                        optimizer: { model in
                            let optimizer = AdamW(model.parameters)
                            optimizer.groups = [ParameterGroup([], learningRate: 0.1)]
                            return optimizer
                        })
                }, step, $0)
        }
    }

    @Test func squaredErrorToTheIndex() {
        expectRejected(because: "wrong loss for class indices") {
            gradeImportModules(
                {
                    try build(
                        $0, $1, $2,
                        loss: { logits, labels in
                            let targets = Tensor(labels.map(Float.init), shape: [labels.count, 1])
                            let error = logits - targets
                            return mean(error * error)
                        })
                }, step, $0)
        }
    }

    @Test func squaredErrorToOneHot() {
        expectRejected(because: "wrong loss for class indices") {
            gradeImportModules(
                {
                    try build(
                        $0, $1, $2,
                        loss: { logits, labels in
                            let error = logits - oneHot(labels, logits.shape)
                            return mean(error * error)
                        })
                }, step, $0)
        }
    }

    @Test func negativeLogitsWithoutLogSoftmax() {
        expectRejected(because: "wrong loss for class indices") {
            gradeImportModules(
                {
                    try build(
                        $0, $1, $2,
                        loss: { logits, labels in
                            sum(logits * oneHot(labels, logits.shape)) * (-1 / Float(labels.count))
                        })
                }, step, $0)
        }
    }

    @Test func softmaxBeforeCrossEntropy() {
        expectRejected(onlyBecause: "softmax applied twice") {
            gradeImportModules({ try build($0, $1, $2, loss: { crossEntropy(softmax($0), $1) }) }, step, $0)
        }
    }

    @Test func transformsMadeButNotHandedOver() {
        expectRejected(because: "transform missing from the dataset") {
            gradeImportModules(
                { try build($0, $1, $2, loader: { DataLoader($0, batchSize: $2) }) }, step, $0)
        }
    }

    @Test func thousandClasses() {
        expectRejected(because: "model and head disagree on classes") {
            gradeImportModules(
                { try build($0, $1, $2, model: { _ in ResNet(blocks: [1, 1, 1, 1], width: 8) }) }, step, $0)
        }
    }

    /// Wrong in ways that have no name: none may be given to them.
    @Test func otherMistakesGetNoName() {
        let sumOfLosses: (String, Int, Int) throws -> Toolkit = {
            try build($0, $1, $2, loss: { crossEntropy($0, $1) * Float($1.count) })
        }
        let wrongWidth: (String, Int, Int) throws -> Toolkit = {
            try build(
                $0, $1, $2,
                model: { classes in
                    let model = ResNet(blocks: [1, 1, 1, 1], width: 8)
                    model.fc = Linear(512, classes)
                    return model
                })
        }
        let right: (String, Int, Int) throws -> Toolkit = { try build($0, $1, $2) }
        let noStep: (Toolkit) throws -> Float = { toolkit in
            let batch = try #require(try toolkit.loader.batches(epoch: 0).next())
            return toolkit.loss(toolkit.model(batch.images), batch.labels).item
        }
        for seed in seeds {
            for (build, step) in [(sumOfLosses, step), (wrongWidth, step), (right, noStep)] {
                let grading = Grading(seed: seed)
                gradeImportModules(build, step, grading)
                let verdict = grading.verdict("")
                #expect(verdict.state == .wrong && verdict.misconceptions.isEmpty, "\(verdict)")
                #expect(verdict.points == verdict.maxPoints - 1, "\(verdict)")
            }
        }
    }

    @Test func headReplacedAndAdamW() {
        expectAccepted {
            gradeImportModules(
                { folder, size, batchSize in
                    let model = ResNet(blocks: [1, 1, 1, 1], width: 8)
                    let dataset = try ImageFolder(folder)
                    model.fc = Sequential(Dropout(0.2), Linear(64, dataset.classes.count))
                    let preset = Preset.efficientNetLite0
                    let transforms = Transforms(
                        [Resize(shortSide: size), CenterCrop(size: size)],
                        then: [Normalize(mean: preset.mean, std: preset.std)])
                    return Toolkit(
                        dataset: dataset, transforms: transforms,
                        loader: DataLoader(dataset, transforms: transforms, batchSize: batchSize, workers: 0),
                        model: model,
                        loss: { logits, labels in
                            sum(logSoftmax(logits, axis: 1) * oneHot(labels, logits.shape)) * (-1 / Float(labels.count))
                        },
                        optimizer: AdamW(model.parameters, learningRate: 1e-3))
                },
                { toolkit in
                    var result = Float.nan
                    var isFirst = true
                    try toolkit.loader.forEachBatch(epoch: 0) { batch in
                        guard isFirst else { return }
                        isFirst = false
                        toolkit.model.train()
                        toolkit.model.zeroGrad()
                        let loss = toolkit.loss(toolkit.model(batch.images), batch.labels)
                        result = loss.item
                        loss.backward()
                        toolkit.optimizer.step()
                    }
                    return result
                }, $0)
        }
    }

    @Test func partsByTheDefaults() {
        expectAccepted { gradeImportModules({ try build($0, $1, $2) }, step, $0) }
    }
}

private func oneHot(_ labels: [Int], _ shape: [Int]) -> Tensor {
    let values = labels.flatMap { label in (0..<shape[1]).map { $0 == label ? Float(1) : 0 } }
    return Tensor(values, shape: shape)
}

/// A right toolkit but for the parts that are given.
private func build(
    _ folder: String, _ size: Int, _ batchSize: Int,
    loader: (any ImageDataset, Transforms, Int) -> DataLoader = {
        DataLoader($0, transforms: $1, batchSize: $2, sampler: .shuffled)
    },
    model: (_ classes: Int) -> ResNet = { ResNet(blocks: [1, 1, 1, 1], classes: $0, width: 8) },
    loss: @escaping (Tensor, [Int]) -> Tensor = { crossEntropy($0, $1) },
    optimizer: (Module) -> Optimizer = { SGD($0.parameters, learningRate: 0.01) }
) throws -> Toolkit {
    let dataset = try ImageFolder(folder)
    let transforms = Preset.efficientNetLite0.evaluationTransforms(size: size)
    let model = model(dataset.classes.count)
    return Toolkit(
        dataset: dataset, transforms: transforms, loader: loader(dataset, transforms, batchSize), model: model,
        loss: loss, optimizer: optimizer(model))
}

private func step(_ toolkit: Toolkit) throws -> Float {
    let batch = try #require(try toolkit.loader.batches(epoch: 0).next())
    toolkit.optimizer.zeroGrad()
    let loss = toolkit.loss(toolkit.model(batch.images), batch.labels)
    loss.backward()
    toolkit.optimizer.step()
    return loss.item
}
