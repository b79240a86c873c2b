import TrainingCore

extension ScriptedScores {
    /// Fails unless `found` is the mean of `values`, one for each image.
    func expectMean(of values: [Double], found: Double, _ what: String) throws {
        let mean = { (values: ArraySlice<Double>) in values.reduce(0, +) / Double(values.count) }
        let batches = stride(from: 0, to: values.count, by: batchSize).map {
            mean(values[$0..<min($0 + batchSize, values.count)])
        }
        let isClose = { (expected: Double) in abs(found - expected) <= 1e-4 * max(1, expected) }
        try expect(
            isClose(mean(values[...])),
            expected: "\(what) \(mean(values[...])) of \(values.count) images in batches of \(batchSize)",
            found: "\(found)", isClose(mean(batches[...])) ? Q24.batchesAveraged : nil)
    }
}

/// A small real network, observed, and pictures for it.
struct ValidationCase {
    /// The modes of the model's parts before the measurement.
    enum Mode: String, CaseIterable {
        case training = "all in training mode"
        case evaluation = "all in evaluation mode"
        case mixed = "the first layers in evaluation mode"
    }

    let model: ObservedModel
    let images: RandomPictures
    let batchSize: Int
    let transforms: (training: Transforms, evaluation: Transforms)

    init(_ grading: Grading, mode: Mode = .training) {
        var generator = grading.generator()
        let body = withSeed(grading.seed()) {
            Sequential(
                Sequential(Conv2d(3, 4, kernel: 3), BatchNorm2d(4), ReLU()), AdaptiveAvgPool2d(2), Flatten(),
                Dropout(0.5), Linear(16, 3))
        }
        model = ObservedModel(body)
        if mode == .evaluation { model.eval() }
        if mode == .mixed { body[0].eval() }
        batchSize = Int.random(in: 4...6, using: &generator)
        images = RandomPictures(seed: grading.seed(), count: 3 * batchSize + 3, side: 10, classes: 3)
        let steps: [any PixelTransform] = [CenterCrop(size: 8)]
        let normalize = Normalize(mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.25])
        transforms = (
            training: Transforms([RandomHorizontalFlip()] + steps, then: [normalize]),
            evaluation: Transforms(steps, then: [normalize])
        )
    }

    /// What the model should be shown; or the same mirrored, as the augmentation does it.
    func prepared(flipped: Bool) -> Set<[Float]> {
        var generator = SeededGenerator(seed: 0)
        return Set(
            (0..<images.count).map { index in
                let image = images.image(at: index)
                let mirrored = RandomHorizontalFlip(probability: 1)(image, using: &generator)
                return transforms.evaluation(flipped ? mirrored : image, using: &generator).values
            })
    }

    func expectCalled() throws {
        try expect(!model.passes.isEmpty, expected: "the model to be called on the images", found: "no call")
    }

    /// Fails if a part was in training mode at any call.
    func expectEvaluationMode() throws {
        guard let pass = model.passes.first(where: { !$0.training.isEmpty }) else { return }
        throw Mistake(
            expected: "0 of \(model.namedModules.count) parts in training mode",
            found: "\(pass.training.count), the last is \(pass.training.last ?? "")",
            pass.isRecorded ? Q24.asInTraining : Q24.onlyOne)
    }
}
