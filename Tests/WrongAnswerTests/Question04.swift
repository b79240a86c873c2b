import Grading
import Testing
import TrainingCore

@Suite("Q04 wrong and alternative answers")
struct Question04 {
    @Test func seedingAfterTheModelIsMade() {
        expectRejected(because: "seeding after the model is made") {
            gradeSeedEverything(
                { seed, makeModel, train in
                    let model = try makeModel()
                    try withSeed(seed) { try train(model) }
                }, loader, augment, $0)
        }
    }

    @Test func scopeClosedBeforeTheTraining() {
        expectRejected(onlyBecause: "scope closed before the training") {
            gradeSeedEverything(
                { seed, makeModel, train in try train(withSeed(seed) { try makeModel() }) }, loader, augment, $0)
        }
    }

    @Test func constantSeedForTheTraining() {
        expectRejected(onlyBecause: "seed ignored") {
            gradeSeedEverything(
                { seed, makeModel, train in
                    let model = try withSeed(seed) { try makeModel() }
                    try withSeed(42) { try train(model) }
                }, loader, augment, $0)
        }
    }

    @Test func seedIgnoredByTheRun() {
        expectRejected(because: "seed ignored") {
            gradeSeedEverything({ _, makeModel, train in try train(makeModel()) }, loader, augment, $0)
        }
    }

    @Test func constantSeed() {
        expectRejected(because: "seed ignored") {
            gradeSeedEverything(
                { _, makeModel, train in try withSeed(42) { try train(makeModel()) } }, loader, augment, $0)
        }
    }

    @Test func loaderWithItsDefaultSeed() {
        expectRejected(because: "loader's order not seeded") {
            gradeSeedEverything(
                run,
                { dataset, transforms, batchSize, seed in
                    withSeed(seed) {
                        DataLoader(dataset, transforms: transforms, batchSize: batchSize, sampler: .shuffled)
                    }
                }, augment, $0)
        }
    }

    @Test func loaderWithARandomSeed() {
        expectRejected(because: "loader's order not seeded") {
            gradeSeedEverything(
                run,
                {
                    DataLoader($0, transforms: $1, batchSize: $2, sampler: .shuffled, seed: .random(in: $3 ... .max))
                }, augment, $0)
        }
    }

    @Test func generatorMadeForEachBatch() {
        expectRejected(because: "reseeding every batch") {
            gradeSeedEverything(
                run, loader,
                { batches, transforms, seed in
                    batches.map { batch in
                        var generator = SeededGenerator(seed: seed)
                        return batch.map { transforms($0, using: &generator) }
                    }
                }, $0)
        }
    }

    @Test func generatorMadeForEachImage() {
        expectRejected(because: "reseeding every batch") {
            gradeSeedEverything(
                run, loader,
                { batches, transforms, seed in
                    batches.map { batch in
                        batch.map { image in
                            var generator = SeededGenerator(seed: seed)
                            return transforms(image, using: &generator)
                        }
                    }
                }, $0)
        }
    }

    @Test func augmentationFromTheScope() {
        expectRejected(because: "seed ignored") {
            gradeSeedEverything(
                run, loader,
                { batches, transforms, _ in
                    var generator = RandomScope.generator()
                    return batches.map { $0.map { transforms($0, using: &generator) } }
                }, $0)
        }
    }

    /// Wrong in ways that have no name: none may be given to them.
    @Test func otherMistakesGetNoName() {
        let twoModels: Run = { seed, makeModel, train in
            try withSeed(seed) {
                _ = try makeModel()
                try train(makeModel())
            }
        }
        let notShuffled: MakeLoader = { DataLoader($0, transforms: $1, batchSize: $2, seed: $3) }
        let withReplacement: MakeLoader = {
            DataLoader($0, transforms: $1, batchSize: $2, sampler: .balanced($0), seed: $3)
        }
        let notTransformed: MakeLoader = { DataLoader($0, batchSize: $2, sampler: .shuffled, seed: $3) }
        let alikeWithinABatch: Augment = { batches, transforms, seed in
            batches.enumerated().map { number, batch in
                batch.map { image in
                    var generator = SeededGenerator(seed: seed).stream(UInt64(number))
                    return transforms(image, using: &generator)
                }
            }
        }
        let firstBatchOnly: Augment = { try augment(Array($0.prefix(1)), $1, $2) }
        for seed in seeds {
            for (run, loader, augment) in [
                (twoModels, loader, augment), (run, notShuffled, augment),
                (run, withReplacement, augment), (run, notTransformed, augment), (run, loader, alikeWithinABatch),
                (run, loader, firstBatchOnly),
            ] as [(Run, MakeLoader, Augment)] {
                let grading = Grading(seed: seed)
                gradeSeedEverything(run, loader, augment, grading)
                let verdict = grading.verdict("")
                #expect(verdict.state == .wrong && verdict.misconceptions.isEmpty, "\(verdict)")
            }
        }
    }

    @Test func twoScopesAndAStreamForEachImage() {
        expectAccepted {
            gradeSeedEverything(
                { seed, makeModel, train in
                    let model = try withSeed(seed) { try makeModel() }
                    try withSeed(seed &+ 1) { try train(model) }
                },
                { DataLoader($0, transforms: $1, batchSize: $2, sampler: .shuffled, seed: $3 ^ 0xFF, workers: 0) },
                { batches, transforms, seed in
                    let base = SeededGenerator(seed: seed)
                    var result: [[FloatImage]] = []
                    for (number, batch) in batches.enumerated() {
                        result.append([])
                        for (position, image) in batch.enumerated() {
                            var generator = base.stream(UInt64(number), UInt64(position))
                            result[number].append(transforms(image, using: &generator))
                        }
                    }
                    return result
                }, $0)
        }
    }

    @Test func onePartAfterTheOther() {
        expectAccepted { gradeSeedEverything(run, loader, augment, $0) }
    }
}

private typealias Run = (UInt64, () throws -> Module, (Module) throws -> Void) throws -> Void
private typealias MakeLoader = (any ImageDataset, Transforms, Int, UInt64) throws -> DataLoader
private typealias Augment = ([[Image]], Transforms, UInt64) throws -> [[FloatImage]]

private func run(_ seed: UInt64, _ makeModel: () throws -> Module, _ train: (Module) throws -> Void) throws {
    try withSeed(seed) { try train(makeModel()) }
}

private func loader(
    _ dataset: any ImageDataset, _ transforms: Transforms, _ batchSize: Int, _ seed: UInt64
) -> DataLoader {
    DataLoader(dataset, transforms: transforms, batchSize: batchSize, sampler: .shuffled, seed: seed)
}

private func augment(_ batches: [[Image]], _ transforms: Transforms, _ seed: UInt64) throws -> [[FloatImage]] {
    var generator = SeededGenerator(seed: seed)
    return batches.map { batch in batch.map { transforms($0, using: &generator) } }
}
