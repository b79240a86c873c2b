import Grading
import Testing
import TrainingCore

@Suite("Q29 wrong and alternative answers")
struct Question29 {
    @Test func oneModelForAllSizes() {
        expectRejected(onlyBecause: "model reused") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    let model = try experiment.makeModel(seed)
                    return try sizes.map { size in
                        try run(size, epochs, baseSize, baseRate, seed, experiment, model: { _ in model })
                    }
                }, $0)
        }
    }

    @Test func warmedUpWithTheModelThatIsMeasured() {
        expectRejected(onlyBecause: "model reused") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map { size in
                        let model = try experiment.makeModel(seed)
                        return try run(size, epochs, baseSize, baseRate, seed, experiment, model: { _ in model })
                    }
                }, $0)
        }
    }

    @Test func onlyParametersSetBack() {
        expectRejected(onlyBecause: "model reused") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    let model = try experiment.makeModel(seed)
                    let first = model.parameters.map { $0.clone() }
                    return try sizes.map { size in
                        try run(
                            size, epochs, baseSize, baseRate, seed, experiment,
                            model: { _ in
                                for (parameter, start) in zip(model.parameters, first) { parameter.copy(from: start) }
                                return model
                            })
                    }
                }, $0)
        }
    }

    @Test func noWarmUp() {
        expectRejected(onlyBecause: "no warm-up") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map { try run($0, epochs, baseSize, baseRate, seed, experiment, warmUp: 0) }
                }, $0)
        }
    }

    @Test func warmUpAtTheFirstSizeOnly() {
        expectRejected(onlyBecause: "no warm-up") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.enumerated().map { index, size in
                        try run(size, epochs, baseSize, baseRate, seed, experiment, warmUp: index == 0 ? 3 : 0)
                    }
                }, $0)
        }
    }

    @Test func clockStartedBeforeTheWarmUp() {
        expectRejected(onlyBecause: "no warm-up") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map { size in
                        let start = experiment.now()
                        return try run(
                            size, epochs, baseSize, baseRate, seed, experiment,
                            seconds: { train in
                                try train()
                                return experiment.now() - start
                            })
                    }
                }, $0)
        }
    }

    @Test func sameRateForAllSizes() {
        expectRejected(onlyBecause: "rate not scaled") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map { try run($0, epochs, baseSize, baseRate, seed, experiment, rate: { _ in baseRate }) }
                }, $0)
        }
    }

    @Test func stepsOfTheBaseSize() {
        expectRejected(onlyBecause: "equal epochs taken for equal steps") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    let steps = try epochs * experiment.makeLoader(baseSize, seed).batchCount
                    return try sizes.map {
                        try run($0, epochs, baseSize, baseRate, seed, experiment, steps: { _ in steps })
                    }
                }, $0)
        }
    }

    @Test func loaderSeedFromTheSize() {
        expectRejected(onlyBecause: "data order tied to batch size") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map {
                        try run($0, epochs, baseSize, baseRate, seed, experiment, loaderSeed: UInt64($0))
                    }
                }, $0)
        }
    }

    @Test func measureInsideTheTimedPart() {
        expectRejected(onlyBecause: "more than the training timed") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map { size in
                        let model = try experiment.makeModel(seed)
                        return try run(
                            size, epochs, baseSize, baseRate, seed, experiment,
                            model: { isWarmUp in try isWarmUp ? experiment.makeModel(seed) : model },
                            seconds: { train in
                                let start = experiment.now()
                                try train()
                                _ = try experiment.accuracy(model)
                                return experiment.now() - start
                            })
                    }
                }, $0)
        }
    }

    /// Wrong in ways that have no name: none may be given to them.
    @Test func otherMistakesGetNoName() {
        // One step too few, the last batch forgotten.
        expectRejected(onlyBecause: nil) {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map {
                        try run(
                            $0, epochs, baseSize, baseRate, seed, experiment,
                            steps: { epochs * ($0.dataset.count / $0.batchSize) })
                    }
                }, $0)
        }
        // The rate falls as the size grows.
        expectRejected(onlyBecause: nil) {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map {
                        try run(
                            $0, epochs, baseSize, baseRate, seed, experiment,
                            rate: { baseRate * Float(baseSize) / Float($0) })
                    }
                }, $0)
        }
        // Another seed than the one that was asked for.
        expectRejected(onlyBecause: nil) {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map { try run($0, epochs, baseSize, baseRate, seed + 1, experiment) }
                }, $0)
        }
        expectRejected(onlyBecause: nil) { gradeBatchSizes({ _, _, _, _, _, _ in [] }, $0) }
        expectRejected(onlyBecause: nil) {
            gradeBatchSizes(
                { sizes, _, _, _, _, _ in
                    sizes.map {
                        BatchSizeRun(batchSize: $0, learningRate: .nan, steps: 0, imagesPerSecond: .nan, accuracy: 1)
                    }
                }, $0)
        }
    }

    @Test func dividedAsIntegers() {
        expectRejected(onlyBecause: "integer division") {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    try sizes.map {
                        try run(
                            $0, epochs, baseSize, baseRate, seed, experiment,
                            rate: { baseRate * Float($0 / baseSize) })
                    }
                }, $0)
        }
    }

    @Test func allWarmUpsFirst() {
        expectAccepted {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    let spare = try experiment.makeModel(0)
                    for size in sizes { try experiment.train(spare, experiment.makeLoader(size, 0), 0.001, 5) }
                    var runs: [BatchSizeRun] = []
                    for size in sizes {
                        runs.append(try run(size, epochs, baseSize, baseRate, seed, experiment, warmUp: 0))
                    }
                    return runs
                }, $0)
        }
    }

    @Test func oneModelSetBackWholly() {
        expectAccepted {
            gradeBatchSizes(
                { sizes, epochs, baseSize, baseRate, seed, experiment in
                    let model = try experiment.makeModel(seed)
                    let start = model.stateDictionary
                    return try sizes.map { size in
                        try run(
                            size, epochs, baseSize, baseRate, seed, experiment,
                            model: { _ in
                                model.loadWhatFits(start)
                                return model
                            })
                    }
                }, $0)
        }
    }
}

/// A right run at one batch size, but for what a test replaces.
private func run(
    _ size: Int, _ epochs: Int, _ baseSize: Int, _ baseRate: Float, _ seed: UInt64, _ experiment: BatchSizeExperiment,
    loaderSeed: UInt64? = nil, warmUp: Int = 2, model makeModel: ((_ isWarmUp: Bool) throws -> Module)? = nil,
    rate rateOf: ((Int) -> Float)? = nil, steps stepsOf: ((DataLoader) -> Int)? = nil,
    seconds: ((() throws -> Void) throws -> Double)? = nil
) throws -> BatchSizeRun {
    let loader = try experiment.makeLoader(size, loaderSeed ?? seed)
    let rate = rateOf?(size) ?? baseRate / Float(baseSize) * Float(size)
    let steps = stepsOf?(loader) ?? loader.batchCount * epochs
    let make = makeModel ?? { _ in try experiment.makeModel(seed) }
    if warmUp > 0 { try experiment.train(make(true), loader, rate, warmUp) }
    let model = try make(false)
    let time =
        seconds ?? { train in
            let start = experiment.now()
            try train()
            return experiment.now() - start
        }
    let taken = try time { try experiment.train(model, loader, rate, steps) }
    return BatchSizeRun(
        batchSize: size, learningRate: rate, steps: steps,
        imagesPerSecond: Double(epochs * loader.dataset.count) / taken, accuracy: try experiment.accuracy(model))
}
