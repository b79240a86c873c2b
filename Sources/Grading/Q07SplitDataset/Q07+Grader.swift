import TrainingCore

/// Images and what happens to each on its way into the network.
public typealias Part = (images: any ImageDataset, transforms: Transforms)

/// Grades Q7: indices dealt by fractions, and the three parts of a dataset that was published in two.
public func gradeSplitDataset(
    _ splitIndices: (_ count: Int, _ fractions: [Double], _ seed: UInt64) throws -> [[Int]],
    _ makeParts: (
        _ training: any ImageDataset, _ test: any ImageDataset, _ validationFraction: Double, _ seed: UInt64,
        _ augmentation: Transforms, _ evaluation: Transforms
    ) throws -> (training: Part, validation: Part, test: Part),
    _ grading: Grading
) {
    grading.check("every index is in exactly one part") {
        for split in someSplits(grading) {
            try expectPartition(try splitIndices(split.count, split.fractions, split.seed), split)
        }
    }
    grading.check("fractions are rounded down and the remainder is dealt from the first part on") {
        for split in someSplits(grading) {
            try expectLengths(try splitIndices(split.count, split.fractions, split.seed).map(\.count), split)
        }
    }
    grading.check("the seed decides who is in which part") {
        for split in someSplits(grading) {
            let parts = try splitIndices(split.count, split.fractions, split.seed).map(Set.init)
            try expect(parts.count, equals: split.fractions.count, "number of parts")
            let again = try splitIndices(split.count, split.fractions, split.seed).map(Set.init)
            try expect(
                parts == again, expected: "the same parts for the same seed", found: "other parts", Q07.unseeded)
            let others = try splitIndices(split.count, split.fractions, split.seed + 1).map(Set.init)
            try expect(
                parts != others, expected: "other parts for another seed", found: "the same parts for two seeds",
                isInOrder(parts) ? Q07.notShuffled : Q07.unseeded)
        }
    }
    grading.check("every part is drawn from all over the dataset") {
        for split in someSplits(grading) {
            let parts = try splitIndices(split.count, split.fractions, split.seed).map(Set.init)
            try expect(parts.count, equals: split.fractions.count, "number of parts")
            try expect(
                !isInOrder(parts), expected: "parts drawn at random", found: "parts in the order of the dataset",
                Q07.notShuffled)
        }
    }

    let flip = Transforms([RandomHorizontalFlip(), RandomRotation(degrees: 5)])
    let plain = Transforms()
    grading.check("validation is cut from the training set, and the test set stays whole") {
        var generator = grading.generator()
        for fraction in [0.1, 0.2, 0.25] {
            // The fraction of it is half an image away from a whole number.
            let count = Int((Double(Int.random(in: 6...12, using: &generator)) + 0.5) / fraction)
            let training = NumberedDataset(count, origin: 1)
            let test = NumberedDataset(Int.random(in: 20...40, using: &generator), origin: 2)
            let seed = grading.seed()
            let parts = try makeParts(training, test, fraction, seed, flip, plain)
            try expectParts(parts, of: training, test, fraction)
            let again = try makeParts(training, test, fraction, seed, flip, plain)
            let images = Set(try parts.validation.images.numberedImages())
            try expect(
                images == Set(try again.validation.images.numberedImages()),
                expected: "the same validation images for the same seed", found: "others", Q07.unseeded)
            let other = try makeParts(training, test, fraction, seed + 1, flip, plain)
            try expect(
                images != Set(try other.validation.images.numberedImages()),
                expected: "other validation images for another seed", found: "the same for two seeds", Q07.unseeded)
        }
    }
    grading.check("only training images are changed at random") {
        let parts = try makeParts(
            NumberedDataset(40, origin: 1), NumberedDataset(20, origin: 2), 0.2, grading.seed(), flip, plain)
        for (name, transforms) in [("validation", parts.validation.transforms), ("test", parts.test.transforms)] {
            try expect(
                !transforms.isRandom, expected: "\(name): \(plain)", found: "\(transforms)", Q07.augmentationLeak)
            try expect(transforms.description, equals: plain.description, name)
        }
        try expect(parts.training.transforms.description, equals: flip.description, "training")
    }
}

/// A count, fractions and a seed.
struct Split {
    let count: Int
    let fractions: [Double]
    let seed: UInt64

    /// The fractions of the count, rounded down.
    var floors: [Int] { fractions.map { Int((Double(count) * $0).rounded(.down)) } }

    /// With the remainder dealt one each, from the first part on.
    var lengths: [Int] {
        let remainder = count - floors.reduce(0, +)
        return floors.enumerated().map { $1 + ($0 < remainder ? 1 : 0) }
    }
}

/// Splits into two, three and four parts; three and four leave a remainder of at least two. No fraction of a count is
/// so close to a whole number that the way of computing it decides.
private func someSplits(_ grading: Grading) -> [Split] {
    var generator = grading.generator()
    return [[0.75, 0.25], [0.7, 0.15, 0.15], [0.1, 0.4, 0.5], [0.4, 0.3, 0.2, 0.1]].map { fractions in
        while true {
            let split = Split(
                count: Int.random(in: 60...200, using: &generator), fractions: fractions, seed: grading.seed())
            let shares = fractions.map { Double(split.count) * $0 }
            let isClear = shares.allSatisfy { $0 == $0.rounded() || abs($0 - $0.rounded()) > 1e-6 }
            if isClear && split.count - split.floors.reduce(0, +) >= min(2, fractions.count - 1) { return split }
        }
    }
}
