import Foundation
import RandomNumbers
import TrainingCore

/// Grades Q02: the six parts, and one batch pushed through them.
public func gradeImportModules(
    _ buildToolkit: (String, Int, Int) throws -> Toolkit, _ trainOnFirstBatch: (Toolkit) throws -> Float,
    _ grading: Grading
) {
    var generator = grading.generator()
    let photos = Result { try SamplePhotos(using: &generator) }
    let (imageSize, batchSize) = (32, Int.random(in: 2...3, using: &generator))
    let seed = grading.seed()
    lazy var built = Result {
        let folder = try photos.get().folder
        return try withSeed(seed) { try buildToolkit(folder, imageSize, batchSize) }
    }
    grading.check("the dataset has the folder's classes and pictures") {
        let (toolkit, photos) = (try built.get(), try photos.get())
        try expect(toolkit.dataset.classes, equals: photos.classes, "classes")
        try expect(toolkit.dataset.labels, equals: photos.labels, "labels")
    }
    grading.check("the loader's batches are transformed") {
        try checkLoader(try built.get().loader, photos.get(), imageSize: imageSize, batchSize: batchSize)
    }
    grading.check("the model has an output for each class") {
        try checkModel(try built.get().model, classes: photos.get().classes.count, imageSize: imageSize)
    }
    grading.check("the loss fits logits and class indices") {
        try checkLoss(try built.get().loss, grading)
    }
    grading.check("the optimizer holds the model's parameters") {
        let toolkit = try built.get()
        let held = Set(toolkit.optimizer.parameters.map(ObjectIdentifier.init))
        let parameters = toolkit.model.namedParameters
        let left = parameters.filter { !held.contains(ObjectIdentifier($0.element)) }
        try expect(
            left.isEmpty, expected: "all \(parameters.count) parameters of the model",
            found: "\(parameters.count - left.count) of them; \(left.first?.name ?? "") is not held",
            left.count == parameters.count ? Q02.noParameters : nil)
    }
    grading.check("one step with the first batch gives its loss and moves the model") {
        try checkStep(trainOnFirstBatch, grading)
    }
}

private func checkLoader(_ loader: DataLoader, _ photos: SamplePhotos, imageSize: Int, batchSize: Int) throws {
    try expect(loader.batchSize, equals: batchSize, "batch size")
    try expect(loader.dataset.count, equals: photos.images.count, "pictures in the loader")
    let steps = loader.transforms.pixelSteps.count + loader.transforms.floatSteps.count
    let wanted = Preset.efficientNetLite0.evaluationTransforms(size: imageSize)
    try expect(steps > 0, expected: "\(wanted)", found: "\(loader.transforms)", Q02.transformMissing)
    guard let batch = try loader.batches(epoch: 0).next() else {
        throw Mistake(expected: "a first batch", found: "none")
    }
    try expect(batch.shape, equals: [batchSize, 3, imageSize, imageSize], "shape of a batch")
    var generator = SeededGenerator(seed: 0)
    for (row, index) in batch.indices.enumerated() {
        try expect(photos.labels.indices.contains(index), expected: "an index of the dataset", found: "\(index)")
        try expect(batch.labels[row], equals: photos.labels[index], "label of picture \(index)")
        let expected = wanted(photos.images[index], using: &generator).values
        let found = Array(batch.values[row * expected.count..<(row + 1) * expected.count])
        try expect(found, closeTo: expected, "numbers of picture \(index)")
    }
}

private func checkModel(_ model: Module, classes: Int, imageSize: Int) throws {
    guard let network = model as? ResNet else {
        throw Mistake(expected: "a ResNet", found: "\(type(of: model))")
    }
    let layers = network.fc.namedModules.compactMap { $0.element as? Linear }
    guard let first = layers.first, let last = layers.last else {
        throw Mistake(expected: "a linear layer at fc", found: "\(type(of: network.fc))")
    }
    try expect(
        last.outFeatures, equals: classes, "outputs of the head", Q02.classesDisagree)
    let norms = network.namedParameters.filter { $0.name.hasPrefix("layer") && $0.name.hasSuffix("bn2.weight") }
    try expect(first.inFeatures, equals: norms.last?.element.count ?? 0, "features that the head takes")
    let logits = network.evaluating { network(.zeros([2, 3, imageSize, imageSize])) }
    try expect(logits.shape, equals: [2, classes], "shape of the logits of two pictures")
}

private func checkLoss(_ loss: (Tensor, [Int]) -> Tensor, _ grading: Grading) throws {
    var generator = grading.generator()
    let (rows, classes) = (5, 4)
    let values = (0..<rows * classes).map { _ in 2 * generator.normal() }
    let labels = (0..<rows).map { _ in Int.random(in: 0..<classes, using: &generator) }
    func number(_ values: [Float], _ labels: [Int]) throws -> Float {
        let logits = Tensor(values, shape: [rows, classes])
        logits.requiresGrad = true
        let result = loss(logits, labels)
        try expect(result.count, equals: 1, "numbers that the loss gives for a batch")
        try expect(
            result.requiresGrad, expected: "a loss that can go backward", found: "one cut off from the logits")
        return result.item
    }
    let found = try number(values, labels)
    // Another number for each class, or more or less for every class: cross-entropy stays the same.
    let renamed = try number(
        values.indices.map { values[$0 / classes * classes + ($0 + 1) % classes] },
        labels.map { ($0 + classes - 1) % classes })
    let raised = try number(values.map { $0 + 1 }, labels)
    let lowered = try number(values.map { $0 - 1 }, labels)
    let respectsClasses = [renamed, raised, lowered].allSatisfy { abs($0 - found) < 1e-3 }
    let twice = meanCrossEntropy(softmax(values, classes: classes), labels, classes: classes)
    let known = abs(found - twice) < 1e-3 ? Q02.softmaxTwice : respectsClasses ? nil : Q02.wrongLoss
    try expect([found], closeTo: [meanCrossEntropy(values, labels, classes: classes)], "loss", known)
}

/// The rows of logits as probabilities.
private func softmax(_ values: [Float], classes: Int) -> [Float] {
    stride(from: 0, to: values.count, by: classes).flatMap { start in
        let powers = values[start..<start + classes].map { exp($0) }
        return powers.map { $0 / powers.reduce(0, +) }
    }
}

/// The mean over the rows of `log Σ exp(logits) − logits[label]`.
private func meanCrossEntropy(_ values: [Float], _ labels: [Int], classes: Int) -> Float {
    let losses = labels.enumerated().map { row, label in
        let logits = values[row * classes..<(row + 1) * classes].map(Double.init)
        return log(logits.map { exp($0) }.reduce(0, +)) - logits[label]
    }
    return Float(losses.reduce(0, +) / Double(losses.count))
}

private func checkStep(_ trainOnFirstBatch: (Toolkit) throws -> Float, _ grading: Grading) throws {
    let seed = grading.seed()
    let (theirs, ours) = (sampleToolkit(seed: seed), sampleToolkit(seed: seed))
    guard let batch = try ours.loader.batches(epoch: 0).next() else { return }
    let loss = ours.loss(ours.model(batch.images), batch.labels)
    loss.backward()
    let before = ours.model.parameters.map(\.values)
    ours.optimizer.step()

    try expect([try trainOnFirstBatch(theirs)], closeTo: [loss.item], "loss before the step")
    for (i, (name, parameter)) in theirs.model.namedParameters.enumerated() {
        try expect(
            parameter.values != before[i] || ours.model.parameters[i].values == before[i],
            expected: "\(name) has moved", found: "as before")
        try expect(parameter.values, closeTo: ours.model.parameters[i].values, "\(name) after the step")
    }
}

/// The parts with random pictures and weights; the same ones for the same seed.
private func sampleToolkit(seed: UInt64) -> Toolkit {
    let dataset = RandomPictures(seed: seed, count: 7, side: 32, classes: 3)
    let loader = DataLoader(dataset, batchSize: 4, workers: 0)
    let model = withSeed(seed) { ResNet(blocks: [1, 1, 1, 1], classes: dataset.classes.count, width: 4) }
    return Toolkit(
        dataset: dataset, transforms: loader.transforms, loader: loader, model: model, loss: { crossEntropy($0, $1) },
        optimizer: SGD(model.parameters, learningRate: 0.1))
}
