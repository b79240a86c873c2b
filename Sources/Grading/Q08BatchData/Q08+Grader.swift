import TrainingCore

/// Grades Q8: loaders for three parts, and the way through their epochs.
public func gradeBatchData(
    _ makeLoaders: (
        _ training: Part, _ validation: Part, _ test: Part, _ batchSize: Int, _ seed: UInt64
    ) throws -> (training: DataLoader, validation: DataLoader, test: DataLoader),
    _ visitBatches: (
        _ loader: DataLoader, _ epochs: Int, _ visit: (_ epoch: Int, _ batch: PixelBatch) throws -> Void
    ) throws -> Void,
    _ grading: Grading
) {
    grading.check("each loader reads its own part, transformed, in batches of the size asked for") {
        let data = Parts(grading)
        let loaders = try data.loaders(makeLoaders, seed: grading.seed())
        for (name, loader, part) in [
            ("training", loaders.training, data.training), ("validation", loaders.validation, data.validation),
            ("test", loaders.test, data.test),
        ] {
            try expect(
                Set(try loader.dataset.numberedImages()), equals: Set(try part.images.numberedImages()), name)
            try expect(loader.transforms.description, equals: part.transforms.description, name)
        }
    }
    grading.check("training comes in a new order in every epoch, drawn from the seed") {
        let data = Parts(grading)
        let seed = grading.seed()
        func orders(_ seed: UInt64) throws -> [[Int]] {
            let loader = try data.loaders(makeLoaders, seed: seed).training
            return try (0..<3).map { try order(loader, epoch: $0) }
        }
        let first = try orders(seed)
        let isInOrder = first.allSatisfy { $0 == $0.sorted() }
        try expect(
            !isInOrder, expected: "training images in random order", found: "in the order of the dataset",
            Q08.trainingInOrder)
        try expect(
            Set(first).count == first.count, expected: "another order in each of \(first.count) epochs",
            found: "\(Set(first).count) different", Q08.sameOrder)
        try expect(
            try orders(seed) == first, expected: "the same orders for the same seed", found: "others")
        try expect(
            try orders(seed + 1) != first, expected: "other orders for another seed", found: "the same for two seeds")
    }
    grading.check("training sees every image once, but for an incomplete last batch, and never one image alone") {
        for rest in [0, 1, 2] {
            let data = Parts(grading, rest: rest)
            let loader = try data.loaders(makeLoaders, seed: grading.seed()).training
            let sizes = try batches(loader, epoch: 0).map(\.count)
            let full = data.training.images.count / data.batchSize
            try expect(
                !sizes.contains(1), expected: "\(data.training.images.count) images, no batch of one",
                found: "batches of \(sizes)", Q08.batchOfOne)
            try expect(
                Array(sizes.prefix(full)), equals: [Int](repeating: data.batchSize, count: full), "full batches")
            let images = try order(loader, epoch: 0)
            try expect(
                Set(images).count == images.count, expected: "each image once", found: "some twice in an epoch")
        }
    }
    grading.check("validation and test come in the order of the dataset") {
        try forEvaluation(grading, makeLoaders) { name, loader, _ in
            for epoch in 0..<2 {
                let images = try order(loader, epoch: epoch)
                try expect(
                    images == images.sorted(), expected: "\(name) images in order",
                    found: "\(images.prefix(5)) …, epoch \(epoch)", Q08.evaluationShuffled)
            }
        }
    }
    grading.check("validation and test leave no image out") {
        try forEvaluation(grading, makeLoaders) { name, loader, count in
            let images = try order(loader, epoch: 0)
            let full = count / loader.batchSize * loader.batchSize
            try expect(
                Set(images).count == count && images.count == count, expected: "\(count) \(name) images",
                found: "\(images.count)", images.count == full && full < count ? Q08.evaluationDropped : nil)
        }
    }
    grading.check("going through the epochs tells each batch and its epoch, one epoch after another") {
        let data = Parts(grading)
        let loader = DataLoader(
            data.training.images, batchSize: data.batchSize, sampler: .shuffled, seed: grading.seed())
        func visits(_ epochs: Range<Int>) throws -> [[Int]] {
            try epochs.flatMap { epoch in try batches(loader, epoch: epoch).map(\.indices) }
        }
        let expected = try visits(0..<3)
        var found: (epochs: [Int], batches: [[Int]]) = ([], [])
        try visitBatches(loader, 3) { epoch, batch in
            found.epochs.append(epoch)
            found.batches.append(batch.indices)
        }
        let again = try visits(0..<1)
        try expect(
            found.batches, equals: expected, "batches of three epochs",
            found.batches == again ? Q08.oneIterator : found.batches == again + again + again ? Q08.sameOrder : nil)
        let perEpoch = expected.count / 3
        try expect(found.epochs, equals: (0..<3 * perEpoch).map { $0 / perEpoch }, "epochs")
    }
}

private typealias MakeLoaders = (
    _ training: Part, _ validation: Part, _ test: Part, _ batchSize: Int, _ seed: UInt64
) throws -> (training: DataLoader, validation: DataLoader, test: DataLoader)

/// Three parts whose last batch is not full, and the size of a batch.
private struct Parts {
    let training: Part
    let validation: Part
    let test: Part
    let batchSize: Int

    /// Random counts; `rest` is how many training images are left over after the last full batch.
    init(_ grading: Grading, rest: Int = 2) {
        var generator = grading.generator()
        let batchSize = Int.random(in: 4...7, using: &generator)
        let dataset = { (rest: Int, origin: UInt8) in
            let full = Int.random(in: 4...6, using: &generator) * batchSize
            return NumberedDataset(full + rest, origin: origin)
        }
        self.batchSize = batchSize
        let flip = RandomHorizontalFlip()
        training = (dataset(rest, 1), Transforms([flip]))
        validation = (dataset(1, 2), Transforms())
        test = (dataset(3, 3), Transforms([], then: [Normalize(mean: [0, 0, 0], std: [1, 1, 1])]))
    }

    /// The learner's loaders for the parts, if they have the batch size asked for.
    func loaders(
        _ makeLoaders: MakeLoaders, seed: UInt64
    ) throws -> (training: DataLoader, validation: DataLoader, test: DataLoader) {
        let loaders = try makeLoaders(training, validation, test, batchSize, seed)
        let sizes = [loaders.training, loaders.validation, loaders.test].map(\.batchSize)
        try expect(sizes, equals: [batchSize, batchSize, batchSize], "batch sizes of training, validation, test")
        return loaders
    }
}

/// Runs a check on the loaders of validation and of test, each with the count of its part.
private func forEvaluation(
    _ grading: Grading, _ makeLoaders: MakeLoaders,
    _ body: (_ name: String, _ loader: DataLoader, _ count: Int) throws -> Void
) throws {
    let data = Parts(grading)
    let loaders = try data.loaders(makeLoaders, seed: grading.seed())
    try body("validation", loaders.validation, data.validation.images.count)
    try body("test", loaders.test, data.test.images.count)
}

/// The numbers of the images of an epoch, in order.
private func order(_ loader: DataLoader, epoch: Int) throws -> [Int] {
    try batches(loader, epoch: epoch).flatMap(\.labels)
}

/// The batches of an epoch. Weights for images fail the check: they may not fit, and leave images out.
private func batches(_ loader: DataLoader, epoch: Int) throws -> [PixelBatch] {
    if case .weighted = loader.sampler {
        throw Mistake(expected: "every image once", found: "images drawn by weight, some twice, some never")
    }
    var batches: [PixelBatch] = []
    try loader.forEachBatch(epoch: epoch) { batches.append($0) }
    return batches
}
