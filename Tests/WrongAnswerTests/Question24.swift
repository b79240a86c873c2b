import Grading
import Testing
import TrainingCore

@Suite("Q24 wrong and alternative answers")
struct Question24 {
    @Test func noEvaluationMode() {
        expectRejected(because: "only one of mode and gradients", not: ["measured as in training"]) {
            grade(scope: { _, body in try withoutGradient { try body() } }, $0)
        }
    }

    @Test func gradientsRecorded() {
        expectRejected(onlyBecause: "only one of mode and gradients") {
            grade(
                scope: { model, body in
                    try model.restoringModes {
                        model.eval()
                        try body()
                    }
                }, $0)
        }
    }

    @Test func measuredAsInTraining() {
        expectRejected(because: "measured as in training", not: ["only one of mode and gradients"]) {
            grade(scope: { _, body in try body() }, $0)
        }
    }

    @Test func evalAndGone() {
        expectRejected(onlyBecause: "mode not restored") {
            grade(
                scope: { model, body in
                    model.eval()
                    try withoutGradient { try body() }
                }, $0)
        }
    }

    @Test func alwaysTrainAfterwards() {
        expectRejected(onlyBecause: "mode not restored") {
            grade(
                scope: { model, body in
                    defer { model.train() }
                    model.eval()
                    try withoutGradient { try body() }
                }, $0)
        }
    }

    @Test func oneModeForAllParts() {
        expectRejected(onlyBecause: "mode not restored") {
            grade(
                scope: { model, body in
                    let wasTraining = model.isTraining
                    defer { if wasTraining { model.train() } }
                    model.eval()
                    try withoutGradient { try body() }
                }, $0)
        }
    }

    @Test func restoredUnlessSomethingThrows() {
        expectRejected(onlyBecause: "mode not restored") {
            grade(
                scope: { model, body in
                    let modes = model.namedModules.map { ($0.element, $0.element.isTraining) }
                    model.eval()
                    try withoutGradient { try body() }
                    restore(modes)
                }, $0)
        }
    }

    @Test func augmentationOn() {
        expectRejected(onlyBecause: "augmentation on") { grade(loader: { loader($0, $1.training, $2) }, $0) }
    }

    @Test func meanOfBatchLosses() {
        expectRejected(onlyBecause: "batches of unequal size averaged equally") {
            grade(
                result: { batches in
                    let accuracy = mean(batches.flatMap(\.hits))
                    return (batches.map(\.loss).reduce(0, +) / Double(batches.count), accuracy)
                }, $0)
        }
    }

    @Test func meanOfBatchAccuracies() {
        expectRejected(onlyBecause: "batches of unequal size averaged equally") {
            grade(
                result: { batches in
                    (weighted(batches), mean(batches.map { mean($0.hits) }))
                }, $0)
        }
    }

    @Test func lastBatchLeftOut() {
        expectRejected(onlyBecause: "last batch left out") {
            grade(
                loader: { images, transforms, size in
                    DataLoader(
                        images, transforms: transforms.evaluation, batchSize: size, dropLast: images.count > size)
                }, $0)
        }
    }

    @Test func unreadableImagesPassedOver() {
        expectRejected(onlyBecause: nil) {
            grade(scope: { model, body in model.evaluating { try? body() } }, $0)
        }
    }

    @Test func constantsWithoutLooking() {
        expectRejected(onlyBecause: nil) { gradeEvaluateValidation({ _, _, _, _ in (0, 0) }, $0) }
    }

    @Test func theFunctionThatDoesItAll() {
        expectAccepted {
            gradeEvaluateValidation(
                { model, images, transforms, batchSize in
                    let result = try evaluate(model, on: loader(images, transforms, batchSize))
                    return (result.loss, result.accuracy)
                }, $0)
        }
    }

    /// Modes put back by hand, image by image, with the loss from the probabilities.
    @Test func byHand() {
        expectAccepted {
            gradeEvaluateValidation(
                { model, images, transforms, _ in
                    let modes = model.namedModules.map { ($0.element, $0.element.isTraining) }
                    defer { restore(modes) }
                    model.eval()
                    var (losses, hits): ([Double], [Double]) = ([], [])
                    for index in 0..<images.count {
                        var generator = SeededGenerator(seed: 0)
                        let image = transforms.evaluation(try images.image(at: index), using: &generator)
                        let shape = [1, image.channels, image.height, image.width]
                        let logProbabilities = withoutGradient {
                            logSoftmax(model(Tensor(image.values, shape: shape)), axis: 1).values
                        }
                        losses.append(-Double(logProbabilities[images.label(at: index)]))
                        let best = logProbabilities.indices.max { logProbabilities[$0] < logProbabilities[$1] }
                        hits.append(best == images.label(at: index) ? 1 : 0)
                    }
                    return (mean(losses), mean(hits))
                }, $0)
        }
    }

    typealias MakeLoader = (
        _ images: any ImageDataset, _ transforms: (training: Transforms, evaluation: Transforms), _ size: Int
    ) -> DataLoader
    typealias Batch = (loss: Double, hits: [Double])

    /// Grades a measurement part by part, right where nothing else is said.
    private func grade(
        loader makeLoader: MakeLoader = { loader($0, $1, $2) },
        scope: (_ model: Module, _ body: () throws -> Void) throws -> Void = { model, body in
            try model.evaluating { try body() }
        },
        result: ([Batch]) -> (Double, Double) = { (weighted($0), mean($0.flatMap(\.hits))) }, _ grading: Grading
    ) {
        gradeEvaluateValidation(
            { model, images, transforms, batchSize in
                var batches: [Batch] = []
                let loader = makeLoader(images, transforms, batchSize)
                try scope(model) {
                    try loader.forEachBatch(epoch: 0) { batch in
                        let logits = model(batch.images)
                        let hits = zip(logits.argmaxOfRows(), batch.labels).map { $0 == $1 ? 1.0 : 0 }
                        batches.append((Double(crossEntropy(logits, batch.labels).item), hits))
                    }
                }
                return result(batches)
            }, grading)
    }
}

private func loader(
    _ images: any ImageDataset, _ transforms: (training: Transforms, evaluation: Transforms), _ size: Int
) -> DataLoader {
    loader(images, transforms.evaluation, size)
}

private func loader(_ images: any ImageDataset, _ transforms: Transforms, _ size: Int) -> DataLoader {
    DataLoader(images, transforms: transforms, batchSize: size)
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

private func weighted(_ batches: [Question24.Batch]) -> Double {
    batches.map { $0.loss * Double($0.hits.count) }.reduce(0, +) / Double(batches.map(\.hits.count).reduce(0, +))
}

/// Parents come first, so that a part's own mode is the last one it is given.
private func restore(_ modes: [(Module, Bool)]) {
    for (module, wasTraining) in modes { _ = wasTraining ? module.train() : module.eval() }
}
