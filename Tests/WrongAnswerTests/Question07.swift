import Grading
import Testing
import TrainingCore

@Suite("Q7 wrong and alternative answers")
struct Question07 {
    @Test func drawnAnewForEachPart() {
        expectRejected(because: "overlap") {
            grade(
                indices: { count, fractions, seed in
                    var generator = SeededGenerator(seed: seed)
                    return try splitLengths(count, fractions: fractions).map { length in
                        Array(generator.permutation(count).prefix(length))
                    }
                }, $0)
        }
    }

    @Test func drawnWithReplacement() {
        expectRejected(because: "overlap") {
            grade(
                indices: { count, fractions, seed in
                    var generator = SeededGenerator(seed: seed)
                    return try splitLengths(count, fractions: fractions).map { length in
                        (0..<length).map { _ in Int.random(in: 0..<count, using: &generator) }
                    }
                }, $0)
        }
    }

    @Test func validationStaysInTraining() {
        expectRejected(because: "overlap") {
            grade(parts: { training, _, right in (training, right.validation.images, right.test.images) }, $0)
        }
    }

    @Test func remainderDropped() {
        expectRejected(because: "lost remainder") {
            grade(
                indices: { count, fractions, seed in
                    cut(count, into: fractions.map { Int(Double(count) * $0) }, seed: seed)
                }, $0)
        }
    }

    @Test func remainderToTheLast() {
        expectRejected(because: "remainder given to one part") {
            grade(
                indices: { count, fractions, seed in
                    var lengths = fractions.dropLast().map { Int(Double(count) * $0) }
                    lengths.append(count - lengths.reduce(0, +))
                    return cut(count, into: lengths, seed: seed)
                }, $0)
        }
    }

    @Test func theSystemsGenerator() {
        expectRejected(because: "unseeded") {
            grade(
                indices: { count, fractions, _ in
                    try randomSplit(count, fractions: fractions, seed: .random(in: 0 ... .max))
                }, $0)
        }
    }

    @Test func alwaysSeed42() {
        expectRejected(because: "unseeded") {
            grade(indices: { count, fractions, _ in try randomSplit(count, fractions: fractions, seed: 42) }, $0)
        }
    }

    @Test func partsUnseeded() {
        expectRejected(because: "unseeded") {
            gradeSplitDataset(
                randomSplit,
                { training, test, fraction, _, augmentation, evaluation in
                    try rightParts(training, test, fraction, .random(in: 0 ... .max), augmentation, evaluation)
                }, $0)
        }
    }

    @Test func partsAlwaysSeed42() {
        expectRejected(because: "unseeded") {
            gradeSplitDataset(
                randomSplit,
                { training, test, fraction, _, augmentation, evaluation in
                    try rightParts(training, test, fraction, 42, augmentation, evaluation)
                }, $0)
        }
    }

    @Test func inTheOrderOfTheDataset() {
        expectRejected(because: "not shuffled") {
            grade(
                indices: { count, fractions, _ in
                    var start = 0
                    return try splitLengths(count, fractions: fractions).map { length in
                        defer { start += length }
                        return Array(start..<start + length)
                    }
                }, $0)
        }
    }

    @Test func validationAugmented() {
        expectRejected(because: "training augmentation leaking into validation") {
            gradeSplitDataset(
                randomSplit,
                { training, test, fraction, seed, augmentation, evaluation in
                    var parts = try rightParts(training, test, fraction, seed, augmentation, evaluation)
                    parts.validation.transforms = augmentation
                    return parts
                }, $0)
        }
    }

    @Test func everythingAugmented() {
        expectRejected(because: "training augmentation leaking into validation") {
            gradeSplitDataset(
                randomSplit,
                { training, test, fraction, seed, augmentation, _ in
                    try rightParts(training, test, fraction, seed, augmentation, augmentation)
                }, $0)
        }
    }

    @Test func validationIsPartOfTest() {
        expectRejected(because: "validation cut from the test set") {
            grade(
                parts: { training, test, _ in
                    let halves = try randomSplit(test, fractions: [0.5, 0.5], seed: 1)
                    return (training, halves[0], halves[1])
                }, $0)
        }
    }

    @Test func testServesAsValidation() {
        expectRejected(because: "validation cut from the test set") {
            grade(parts: { training, test, _ in (training, test, test) }, $0)
        }
    }

    @Test func nothingInAnyPart() {
        for parts in [[], [[], [], []], [[-1, .max]]] as [[[Int]]] {
            let grading = Grading(seed: 1)
            gradeSplitDataset(
                { _, _, _ in parts },
                { training, _, _, _, augmentation, evaluation in
                    let none = Subset(training, indices: [])
                    return ((none, evaluation), (none, evaluation), (none, evaluation))
                }, grading)
            let verdict = grading.verdict("")
            #expect(verdict.points == 0 && verdict.misconceptions.isEmpty, "\(verdict.checks)")
        }
    }

    @Test func theCoresSplit() {
        expectAccepted { gradeSplitDataset(randomSplit, rightParts, $0) }
    }

    /// Draws a random key for each index, sorts by it and deals from the end; a dataset of its own for the parts.
    @Test func sortedByRandomKeys() {
        func split(_ count: Int, _ fractions: [Double], _ seed: UInt64) -> [[Int]] {
            let generator = SeededGenerator(seed: seed)
            var order = (0..<count).sorted { a, b in
                var (x, y) = (generator.stream(UInt64(a)), generator.stream(UInt64(b)))
                return x.next() < y.next()
            }
            var parts = fractions.map { fraction -> [Int] in
                let length = Int(Double(count) * fraction)
                defer { order.removeLast(length) }
                return order.suffix(length)
            }
            for part in 0..<order.count { parts[part].append(order[part]) }
            return parts
        }
        expectAccepted {
            gradeSplitDataset(
                split,
                { training, test, fraction, seed, augmentation, evaluation in
                    var order = (0..<training.count).map { $0 }
                    var generator = SeededGenerator(seed: seed)
                    order.shuffle(using: &generator)
                    let length = Int(Double(training.count) * fraction)
                    return (
                        (Some(base: training, indices: Array(order[length...])), augmentation),
                        (Some(base: training, indices: Array(order[..<length])), evaluation),
                        (test, evaluation)
                    )
                }, $0)
        }
    }

    /// Grades a way to deal indices, and parts made by the core.
    private func grade(indices: (Int, [Double], UInt64) throws -> [[Int]], _ grading: Grading) {
        gradeSplitDataset(indices, rightParts, grading)
    }

    /// Grades other images in the parts than those of the right answer.
    private func grade(
        parts images: (
            _ training: any ImageDataset, _ test: any ImageDataset,
            _ right: (training: Part, validation: Part, test: Part)
        ) throws -> (any ImageDataset, any ImageDataset, any ImageDataset), _ grading: Grading
    ) {
        gradeSplitDataset(
            randomSplit,
            { training, test, fraction, seed, augmentation, evaluation in
                let right = try rightParts(training, test, fraction, seed, augmentation, evaluation)
                let (a, b, c) = try images(training, test, right)
                return ((a, augmentation), (b, evaluation), (c, evaluation))
            }, grading)
    }
}

private func rightParts(
    _ training: any ImageDataset, _ test: any ImageDataset, _ validationFraction: Double, _ seed: UInt64,
    _ augmentation: Transforms, _ evaluation: Transforms
) throws -> (training: Part, validation: Part, test: Part) {
    let parts = try randomSplit(
        training, fractions: [1 - validationFraction, validationFraction], seed: seed)
    return ((parts[0], augmentation), (parts[1], evaluation), (test, evaluation))
}

/// Shuffled indices, cut into pieces of the given lengths.
private func cut(_ count: Int, into lengths: [Int], seed: UInt64) -> [[Int]] {
    var generator = SeededGenerator(seed: seed)
    var rest = generator.permutation(count)[...]
    return lengths.map { length in
        defer { rest = rest.dropFirst(length) }
        return Array(rest.prefix(length))
    }
}

/// Some images of another dataset.
private struct Some: ImageDataset {
    let base: any ImageDataset
    let indices: [Int]
    var classes: [String] { base.classes }
    var count: Int { indices.count }
    func label(at index: Int) -> Int { base.label(at: indices[index]) }
    func image(at index: Int) throws -> Image { try base.image(at: indices[index]) }
}
