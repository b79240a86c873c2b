import Grading
import Testing
import TrainingCore

@Suite("Q8 wrong and alternative answers")
struct Question08 {
    @Test func everythingShuffled() {
        expectRejected(because: "validation shuffled") {
            grade(validation: { part, size, seed in loader(part, size, sampler: .shuffled, seed: seed) }, $0)
        }
    }

    @Test func testShuffled() {
        expectRejected(because: "validation shuffled") {
            grade(test: { part, size, seed in loader(part, size, sampler: .shuffled, seed: seed) }, $0)
        }
    }

    @Test func validationShuffledAndCut() {
        expectRejected(because: "validation shuffled") {
            grade(
                validation: { part, size, seed in
                    loader(part, size, sampler: .shuffled, seed: seed, dropLast: true)
                }, $0)
        }
    }

    @Test func trainingInOrder() {
        expectRejected(because: "training not shuffled") {
            grade(training: { part, size, seed in loader(part, size, seed: seed, dropLast: true) }, $0)
        }
    }

    @Test func validationCut() {
        expectRejected(because: "last partial batch dropped in evaluation") {
            grade(validation: { part, size, _ in loader(part, size, dropLast: true) }, $0)
        }
    }

    @Test func testCut() {
        expectRejected(because: "last partial batch dropped in evaluation") {
            grade(test: { part, size, _ in loader(part, size, dropLast: true) }, $0)
        }
    }

    @Test func shuffledOnceForAll() {
        expectRejected(because: "the same order every epoch") {
            grade(
                training: { part, size, seed in
                    var generator = SeededGenerator(seed: seed)
                    let shuffled = Subset(part.images, indices: generator.permutation(part.images.count))
                    return loader((shuffled, part.transforms), size, dropLast: true)
                }, $0)
        }
    }

    @Test func alwaysEpoch0() {
        expectRejected(because: "the same order every epoch") {
            grade(
                visit: { loader, epochs, visit in
                    for epoch in 0..<epochs { try loader.forEachBatch(epoch: 0) { try visit(epoch, $0) } }
                }, $0)
        }
    }

    @Test func oneIteratorForEveryEpoch() {
        expectRejected(onlyBecause: "one iterator for every epoch") {
            grade(
                visit: { loader, epochs, visit in
                    let batches = loader.batches(epoch: 0)
                    for epoch in 0..<epochs {
                        while let batch = try batches.next() { try visit(epoch, batch) }
                    }
                }, $0)
        }
    }

    @Test func everyBatchKept() {
        expectRejected(because: "a final training batch of one image") {
            grade(training: { part, size, seed in loader(part, size, sampler: .shuffled, seed: seed) }, $0)
        }
    }

    @Test func droppedWhereItIsNotOne() {
        expectRejected(because: "a final training batch of one image") {
            grade(
                training: { part, size, seed in
                    loader(
                        part, size, sampler: .shuffled, seed: seed, dropLast: part.images.count % size > 1)
                }, $0)
        }
    }

    @Test func batchesOfOne() {
        let grading = Grading(seed: 1)
        grade(
            training: { part, _, seed in loader(part, 1, sampler: .shuffled, seed: seed) }, visit: { _, _, _ in },
            grading)
        let verdict = grading.verdict("")
        #expect(verdict.points == 0 && verdict.misconceptions.isEmpty, "\(verdict.checks)")
    }

    /// Weights that do not fit would stop the program in the loader.
    @Test func drawnByWeights() {
        let grading = Grading(seed: 1)
        grade(training: { part, size, _ in loader(part, size, sampler: .weighted([1], count: 3)) }, grading)
        let verdict = grading.verdict("")
        #expect(verdict.state == .wrong && verdict.misconceptions.isEmpty, "\(verdict.checks)")
    }

    @Test func aLoaderAtATime() {
        expectAccepted { grade($0) }
    }

    /// Drops the last training batch only where it would be a single image; counts the epochs in another way.
    @Test func dropsOnlyASingleImage() {
        expectAccepted {
            grade(
                training: { part, size, seed in
                    loader(
                        part, size, sampler: .shuffled, seed: seed, dropLast: part.images.count % size == 1,
                        workers: 0)
                },
                visit: { loader, epochs, visit in
                    var (epoch, batches) = (0, loader.batches(epoch: 0))
                    while epoch < epochs {
                        if let batch = try batches.next() {
                            try visit(epoch, batch)
                        } else {
                            epoch += 1
                            batches = loader.batches(epoch: epoch)
                        }
                    }
                }, $0)
        }
    }

    typealias MakeLoader = (_ part: Part, _ batchSize: Int, _ seed: UInt64) -> DataLoader

    /// Grades loaders made one at a time and a way through the epochs, right where nothing else is said.
    private func grade(
        training: MakeLoader = { loader($0, $1, sampler: .shuffled, seed: $2, dropLast: true) },
        validation: MakeLoader = { part, size, _ in loader(part, size) },
        test: MakeLoader = { part, size, _ in loader(part, size) },
        visit: (DataLoader, Int, (Int, PixelBatch) throws -> Void) throws -> Void = { loader, epochs, visit in
            for epoch in 0..<epochs { try loader.forEachBatch(epoch: epoch) { try visit(epoch, $0) } }
        }, _ grading: Grading
    ) {
        gradeBatchData(
            { a, b, c, size, seed in (training(a, size, seed), validation(b, size, seed), test(c, size, seed)) },
            visit, grading)
    }
}

private func loader(
    _ part: Part, _ batchSize: Int, sampler: Sampler = .sequential, seed: UInt64 = 0, dropLast: Bool = false,
    workers: Int = 1
) -> DataLoader {
    DataLoader(
        part.images, transforms: part.transforms, batchSize: batchSize, sampler: sampler, seed: seed,
        dropLast: dropLast, workers: workers)
}
