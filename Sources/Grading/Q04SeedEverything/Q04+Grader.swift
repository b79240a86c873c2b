import RandomNumbers
import TrainingCore

/// Grades Q04: weights, order and augmentation follow from the seed, and from nothing else.
public func gradeSeedEverything(
    _ runSeeded: (UInt64, () throws -> Module, (Module) throws -> Void) throws -> Void,
    _ trainingLoader: (any ImageDataset, Transforms, Int, UInt64) throws -> DataLoader,
    _ augment: ([[Image]], Transforms, UInt64) throws -> [[FloatImage]], _ grading: Grading
) {
    grading.check("the first weights follow from the seed alone") {
        let runs = try SeededRuns(runSeeded, grading)
        try expect(
            runs.sameSeed.weights == runs.base.weights, expected: "the same weights for the same seed",
            found: "other weights", runs.explanation)
        try expect(
            runs.otherSeed.weights != runs.base.weights, expected: "other weights for another seed",
            found: "the same weights", runs.explanation)
    }
    grading.check("what the training draws follows from the seed alone") {
        let runs = try SeededRuns(runSeeded, grading)
        try expect(
            runs.sameSeed.draws == runs.base.draws, expected: "the same numbers for the same seed",
            found: "other numbers", runs.explanation)
        try expect(
            runs.otherSeed.draws != runs.base.draws, expected: "other numbers for another seed",
            found: "the same numbers", runs.explanation)
    }
    grading.check("the loader's order follows from the seed alone") {
        try checkOrder(trainingLoader, grading)
    }
    grading.check("every epoch visits each image once, in an order of its own") {
        try checkEpochs(trainingLoader, grading)
    }
    grading.check("the augmentation follows from the seed alone") {
        let seed = grading.seed()
        let batches = sampleImages(grading, batches: 3)
        let first = try augmented(batches, augment, seed, grading)
        try expect(
            try augmented(batches, augment, seed, grading) == first, expected: "the same images for the same seed",
            found: "other images", Q04.seedIgnored)
        try expect(
            try augmented(batches, augment, seed + 1, grading) != first, expected: "other images for another seed",
            found: "the same images", Q04.seedIgnored)
    }
    grading.check("each image of each batch is augmented in its own way") {
        try checkVariety(augment, grading)
    }
}

/// Three runs of the learner's function: two with the same seed after different events, one with another seed.
private struct SeededRuns {
    struct Run: Equatable {
        var weights: [[Float]] = []
        /// A random number that the training drew from the scope, and the output of its dropout.
        var draws: [Float] = []
    }

    let base: Run
    let sameSeed: Run
    let otherSeed: Run

    init(_ runSeeded: (UInt64, () throws -> Module, (Module) throws -> Void) throws -> Void, _ grading: Grading) throws
    {
        let (seed, before, otherBefore) = (grading.seed(), grading.seed(), grading.seed())
        base = try Self.run(runSeeded, seed, before)
        sameSeed = try Self.run(runSeeded, seed, otherBefore)
        otherSeed = try Self.run(runSeeded, seed + 1, before)
    }

    /// The known mistake behind runs that do not follow the seed. Seeding too late shows in a training that follows
    /// it while the weights do not, a scope that is closed too early in the opposite.
    var explanation: Misconception? {
        let weightsFollow = base.weights == sameSeed.weights && base.weights != otherSeed.weights
        let drawsFollow = base.draws == sameSeed.draws && base.draws != otherSeed.draws
        if weightsFollow && drawsFollow { return nil }
        if weightsFollow { return base.draws == sameSeed.draws ? Q04.seedIgnored : Q04.scopeClosed }
        return drawsFollow ? Q04.seedingTooLate : Q04.seedIgnored
    }

    /// - Parameter before: what happened to the shared generator before; nothing may depend on it.
    private static func run(
        _ runSeeded: (UInt64, () throws -> Module, (Module) throws -> Void) throws -> Void, _ seed: UInt64,
        _ before: UInt64
    ) throws -> Run {
        var made: [Module] = []
        var trained: [Module] = []
        var run = Run()
        try withSeed(before) {
            try runSeeded(
                seed,
                {
                    let model = Linear(8, 4)
                    made.append(model)
                    return model
                },
                { model in
                    trained.append(model)
                    run.weights = model.parameters.map(\.values)
                    var generator = RandomScope.generator()
                    run.draws = [generator.uniform()] + Dropout(0.5)(.ones([32])).values
                })
        }
        try expect(made.count, equals: 1, "calls of makeModel")
        try expect(trained.count, equals: 1, "calls of train")
        try expect(trained[0] === made[0], expected: "train called with the model made", found: "another model")
        return run
    }
}

private let imageSide = 10
private let cropSide = 8

/// Crops and flips at random; what comes out is smaller than what went in.
private let randomTransforms = Transforms([RandomCrop(size: cropSide, padding: 4), RandomHorizontalFlip()])

private func checkOrder(
    _ trainingLoader: (any ImageDataset, Transforms, Int, UInt64) throws -> DataLoader, _ grading: Grading
) throws {
    let dataset = RandomPictures(seed: grading.seed(), count: 23, side: imageSide, classes: 3)
    let seed = grading.seed()
    func batches(_ seed: UInt64) throws -> [PixelBatch] {
        let loader = try withSeed(grading.seed()) { try trainingLoader(dataset, randomTransforms, 5, seed) }
        return try allBatches(loader, epoch: 0)
    }
    let (base, same, other) = (try batches(seed), try batches(seed), try batches(seed + 1))
    let order = base.flatMap(\.indices)
    try expect(
        same.flatMap(\.indices), equals: order, "order of a second loader with the same seed", Q04.orderNotSeeded)
    try expect(same == base, expected: "the same images from a second loader", found: "other images")
    // A loader that does not shuffle at all is another mistake.
    try expect(
        other.flatMap(\.indices) != order, expected: "another order for another seed", found: "the same order",
        order == order.sorted() ? nil : Q04.orderNotSeeded)
}

private func checkEpochs(
    _ trainingLoader: (any ImageDataset, Transforms, Int, UInt64) throws -> DataLoader, _ grading: Grading
) throws {
    let dataset = RandomPictures(seed: grading.seed(), count: 23, side: imageSide, classes: 3)
    let loader = try trainingLoader(dataset, randomTransforms, 5, grading.seed())
    let epochs = try (0..<2).map { try allBatches(loader, epoch: $0) }
    for (number, batches) in epochs.enumerated() {
        try expect(
            batches.flatMap(\.indices).sorted(), equals: Array(0..<dataset.count), "sorted indices of epoch \(number)")
        try expect(batches.map(\.count), equals: [5, 5, 5, 5, 3], "sizes of the batches")
        try expect(batches[0].shape, equals: [5, 3, cropSide, cropSide], "shape of a batch")
    }
    try expect(
        epochs[0].flatMap(\.indices) != epochs[1].flatMap(\.indices), expected: "another order in epoch 1",
        found: "the order of epoch 0")
}

private func allBatches(_ loader: DataLoader, epoch: Int) throws -> [PixelBatch] {
    var all: [PixelBatch] = []
    try loader.forEachBatch(epoch: epoch) { all.append($0) }
    return all
}

private func checkVariety(_ augment: ([[Image]], Transforms, UInt64) throws -> [[FloatImage]], _ grading: Grading)
    throws
{
    // The same image everywhere: what differs afterwards, chance has done.
    let image = sampleImages(grading, batches: 1)[0][0]
    let batches = [[Image]](repeating: [Image](repeating: image, count: 6), count: 4)
    let result = try augmented(batches, augment, grading.seed(), grading)
    try expect(
        result.dropFirst().contains { $0 != result[0] }, expected: "another augmentation in each batch",
        found: "the same one in all \(result.count) batches", Q04.reseedingEveryBatch)
    for (number, batch) in result.enumerated() {
        try expect(
            batch.dropFirst().contains { $0 != batch[0] },
            expected: "another augmentation for each image of batch \(number)", found: "the same one for all of them")
    }
}

/// The learner's augmentation, with the shape that it must have.
private func augmented(
    _ batches: [[Image]], _ augment: ([[Image]], Transforms, UInt64) throws -> [[FloatImage]], _ seed: UInt64,
    _ grading: Grading
) throws -> [[FloatImage]] {
    let result = try withSeed(grading.seed()) { try augment(batches, randomTransforms, seed) }
    try expect(result.map(\.count), equals: batches.map(\.count), "sizes of the batches")
    for image in result.joined() {
        try expect(
            [image.channels, image.height, image.width], equals: [3, cropSide, cropSide],
            "shape of an augmented image")
    }
    return result
}

private func sampleImages(_ grading: Grading, batches: Int) -> [[Image]] {
    var generator = grading.generator()
    return (0..<batches).map { _ in
        let count = Int.random(in: 4...6, using: &generator)
        let pictures = RandomPictures(seed: generator.next(), count: count, side: imageSide, classes: 1)
        return (0..<count).map { pictures.image(at: $0) }
    }
}
