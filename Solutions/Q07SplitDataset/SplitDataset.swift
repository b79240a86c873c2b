import TrainingCore

/// Images and what happens to each on its way into the network.
public typealias Part = (images: any ImageDataset, transforms: Transforms)

/// Deals the indices 0 ..< `count` into one part for each fraction; the fractions sum to 1.
public func splitIndices(_ count: Int, fractions: [Double], seed: UInt64) throws -> [[Int]] {
    var lengths = fractions.map { Int(Double(count) * $0) }
    let remainder = count - lengths.reduce(0, +)
    for part in 0..<remainder { lengths[part] += 1 }

    var generator = SeededGenerator(seed: seed)
    let shuffled = (0..<count).shuffled(using: &generator)
    var start = 0
    return lengths.map { length in
        defer { start += length }
        return Array(shuffled[start..<start + length])
    }
}

/// The three parts of a dataset that was published in two, `training` and `test`.
public func makeParts(
    training: any ImageDataset, test: any ImageDataset, validationFraction: Double, seed: UInt64,
    augmentation: Transforms, evaluation: Transforms
) throws -> (training: Part, validation: Part, test: Part) {
    let indices = try splitIndices(
        training.count, fractions: [1 - validationFraction, validationFraction], seed: seed)
    return (
        training: (Subset(training, indices: indices[0]), augmentation),
        validation: (Subset(training, indices: indices[1]), evaluation),
        test: (test, evaluation)
    )
}
