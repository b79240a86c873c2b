import Grading
import Testing
import TrainingCore

@Suite("Q30 wrong and alternative answers")
struct Question30 {
    @Test func parametersThemselvesKept() {
        expectRejected(onlyBecause: "best state kept by reference") {
            gradeNumberOfEpochs(
                answer(snapshot: { Dictionary(uniqueKeysWithValues: tensors($0)) }), $0)
        }
    }

    @Test func detachedViewsKept() {
        expectRejected(onlyBecause: "best state kept by reference") {
            gradeNumberOfEpochs(
                answer(snapshot: { Dictionary(uniqueKeysWithValues: tensors($0).map { ($0, $1.detached()) }) }), $0)
        }
    }

    @Test func onlyBuffersByReference() {
        expectRejected(because: "best state kept by reference") {
            gradeNumberOfEpochs(
                answer(snapshot: { model in
                    Dictionary(uniqueKeysWithValues: tensors(model).map { ($0, $1 is Parameter ? $1.clone() : $1) })
                }), $0)
        }
    }

    @Test func epochChosenOnTheTestSet() {
        expectRejected(onlyBecause: "chosen on the test set") {
            gradeNumberOfEpochs(
                answer(compare: { counts, seed, experiment in
                    try compare(counts, seed, experiment, accuracy: experiment.testAccuracy)
                }), $0)
        }
    }

    @Test func runChosenOnTheTestSet() {
        expectRejected(onlyBecause: "chosen on the test set") {
            gradeNumberOfEpochs(
                answer(compare: { counts, seed, experiment in
                    let runs = try counts.map { try run($0, experiment, experiment.makeModel(seed)) }
                    let tests = try runs.map { try experiment.testAccuracy($0.model) }
                    let chosen = tests.firstIndex(of: tests.max() ?? 0) ?? 0
                    return EpochComparison(
                        runs: runs.map(\.run), chosen: chosen, model: runs[chosen].model, testAccuracy: tests[chosen])
                }), $0)
        }
    }

    @Test func oneModelForAllRuns() {
        expectRejected(onlyBecause: "weights carried from run to run") {
            gradeNumberOfEpochs(
                answer(compare: { counts, seed, experiment in
                    let model = try experiment.makeModel(seed)
                    return try compare(counts, seed, experiment, model: { model })
                }), $0)
        }
    }

    @Test func shorterRunsReadOffTheLongest() {
        expectRejected(because: "weights carried from run to run", not: ["chosen on the test set"]) {
            gradeNumberOfEpochs(
                answer(compare: { counts, seed, experiment in
                    let model = try experiment.makeModel(seed)
                    let long = try run(counts.max() ?? 0, experiment, model).run
                    let runs = counts.map { count in
                        let accuracies = Array(long.accuracies.prefix(count))
                        return EpochRun(
                            accuracies: accuracies, bestEpoch: accuracies.firstIndex(of: accuracies.max() ?? 0) ?? 0)
                    }
                    return EpochComparison(
                        runs: runs, chosen: 0, model: model, testAccuracy: try experiment.testAccuracy(model))
                }), $0)
        }
    }

    @Test func lastEpochReportedAndKept() {
        expectRejected(because: "last instead of best", not: ["best state kept by reference"]) {
            gradeNumberOfEpochs(
                answer(train: { model, epochs, trainEpoch, accuracy in
                    var accuracies: [Double] = []
                    for epoch in 0..<epochs {
                        try trainEpoch(epoch)
                        accuracies.append(try accuracy())
                    }
                    return EpochRun(accuracies: accuracies, bestEpoch: epochs - 1)
                }), $0)
        }
    }

    @Test func bestFoundButNotPutBack() {
        expectRejected(onlyBecause: "last instead of best") {
            gradeNumberOfEpochs(
                answer(train: { model, epochs, trainEpoch, accuracy in
                    try train(model, epochs, trainEpoch, accuracy, restore: { _, _ in })
                }), $0)
        }
    }

    @Test func emptySnapshots() {
        expectRejected(onlyBecause: "last instead of best") {
            gradeNumberOfEpochs(answer(snapshot: { _ in [:] }), $0)
        }
    }

    @Test func scheduleOfTheLongestRun() {
        expectRejected(onlyBecause: "schedule length unchanged") {
            gradeNumberOfEpochs(
                answer(compare: { counts, seed, experiment in
                    let schedule = OneCycle(steps: (counts.max() ?? 0) * experiment.stepsPerEpoch)
                    return try compare(counts, seed, experiment, schedule: { _ in schedule })
                }), $0)
        }
    }

    @Test func buffersNotInTheSnapshot() {
        expectRejected(onlyBecause: "batch-norm statistics left behind") {
            gradeNumberOfEpochs(
                answer(snapshot: { model in
                    Dictionary(uniqueKeysWithValues: model.namedParameters.map { ($0.name, $0.element.clone()) })
                }), $0)
        }
    }

    @Test func buffersNotPutBack() {
        expectRejected(onlyBecause: "batch-norm statistics left behind") {
            gradeNumberOfEpochs(
                answer(train: { model, epochs, trainEpoch, accuracy in
                    try train(
                        model, epochs, trainEpoch, accuracy,
                        restore: { model, state in
                            for (name, parameter) in model.namedParameters {
                                if let best = state[name] { parameter.copy(from: best) }
                            }
                        })
                }), $0)
        }
    }

    /// Wrong in ways that have no name: none may be given to them.
    @Test func otherMistakesGetNoName() {
        // The last of equally good epochs.
        expectRejected(onlyBecause: nil) {
            gradeNumberOfEpochs(
                answer(train: { try train($0, $1, $2, $3, isBetter: { $0 >= $1 }) }), $0)
        }
        // A schedule in epochs instead of steps.
        expectRejected(onlyBecause: nil) {
            gradeNumberOfEpochs(answer(compare: { try compare($0, $1, $2, schedule: { OneCycle(steps: $0) }) }), $0)
        }
        // An optimizer for another model.
        expectRejected(onlyBecause: nil) {
            gradeNumberOfEpochs(
                answer(compare: { counts, seed, experiment in
                    let optimizer = try experiment.makeOptimizer(experiment.makeModel(seed))
                    return try compare(counts, seed, experiment, optimizer: { _ in optimizer })
                }), $0)
        }
        // Another seed than the one that was asked for.
        expectRejected(onlyBecause: nil) {
            gradeNumberOfEpochs(answer(compare: { try compare($0, $1 + 1, $2) }), $0)
        }
        // Every run is tested, though the choice is right.
        expectRejected(onlyBecause: nil) {
            gradeNumberOfEpochs(
                answer(compare: { counts, seed, experiment in
                    let result = try compare(counts, seed, experiment)
                    _ = try experiment.testAccuracy(result.model)
                    return result
                }), $0)
        }
        // Every epoch counted from 1, in a comparison too.
        expectRejected(onlyBecause: nil) {
            gradeNumberOfEpochs(
                answer(
                    train: { model, epochs, trainEpoch, accuracy in
                        try train(model, epochs, { try trainEpoch($0 + 1) }, accuracy)
                    },
                    compare: { counts, seed, experiment in
                        try compare(
                            counts, seed,
                            EpochExperiment(
                                stepsPerEpoch: experiment.stepsPerEpoch, makeModel: experiment.makeModel,
                                makeOptimizer: experiment.makeOptimizer,
                                trainEpoch: { try experiment.trainEpoch($0, $1, $2, $3 + 1) },
                                validationAccuracy: experiment.validationAccuracy,
                                testAccuracy: experiment.testAccuracy))
                    }), $0)
        }
        // Epochs counted from 1.
        expectRejected(onlyBecause: nil) {
            gradeNumberOfEpochs(
                answer(train: { model, epochs, trainEpoch, accuracy in
                    try train(model, epochs, { try trainEpoch($0 + 1) }, accuracy)
                }), $0)
        }
        expectRejected(onlyBecause: nil) {
            gradeNumberOfEpochs(answer(train: { _, _, _, _ in EpochRun(accuracies: [], bestEpoch: 3) }), $0)
        }
        expectRejected(onlyBecause: nil) {
            gradeNumberOfEpochs(
                answer(compare: { _, _, experiment in
                    EpochComparison(runs: [], chosen: 7, model: try experiment.makeModel(0), testAccuracy: .nan)
                }), $0)
        }
    }

    @Test func everyRunIsTested() {
        expectRejected(onlyBecause: "chosen on the test set") {
            gradeNumberOfEpochs(
                answer(compare: { counts, seed, experiment in
                    let result = try compare(counts, seed, experiment)
                    for _ in counts.dropFirst() { _ = try experiment.testAccuracy(result.model) }
                    return result
                }), $0)
        }
    }

    @Test func byStateDictionaryAndPositions() {
        expectAccepted {
            gradeNumberOfEpochs(
                NumberOfEpochsAnswer(
                    snapshot: { model in
                        var kept: [String: Tensor] = [:]
                        for (name, tensor) in tensors(model) { kept[name] = Tensor(tensor.values, shape: tensor.shape) }
                        return kept
                    },
                    trainKeepingBest: { model, epochs, trainEpoch, accuracy in
                        var states: [StateDictionary] = []
                        let accuracies = try (0..<epochs).map { epoch in
                            try trainEpoch(epoch)
                            states.append(model.stateDictionary)
                            return try accuracy()
                        }
                        let best = accuracies.firstIndex(of: accuracies.max() ?? 0) ?? 0
                        model.loadWhatFits(states[best])
                        return EpochRun(accuracies: accuracies, bestEpoch: best)
                    },
                    compare: { counts, seed, experiment in
                        // Longest first; one model, set back wholly before each run.
                        let model = try experiment.makeModel(seed)
                        let first = model.stateDictionary
                        var runs: [Int: (run: EpochRun, state: StateDictionary)] = [:]
                        for count in counts.sorted(by: >) {
                            model.loadWhatFits(first)
                            let run = try run(count, experiment, model).run
                            runs[count] = (run, model.stateDictionary)
                        }
                        let ordered = counts.compactMap { runs[$0] }
                        let bests = ordered.map { $0.run.accuracies[$0.run.bestEpoch] }
                        let chosen = bests.firstIndex(of: bests.max() ?? 0) ?? 0
                        model.loadWhatFits(ordered[chosen].state)
                        return EpochComparison(
                            runs: ordered.map(\.run), chosen: chosen, model: model,
                            testAccuracy: try experiment.testAccuracy(model))
                    }), $0)
        }
    }

    @Test func asInTheChapter() {
        expectAccepted { gradeNumberOfEpochs(answer(), $0) }
    }
}

private func tensors(_ model: Module) -> [(String, Tensor)] {
    model.namedParameters.map { ($0.name, $0.element) } + model.namedBuffers.map { ($0.name, $0.element.value) }
}

private func clones(_ model: Module) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: tensors(model).map { ($0, $1.clone()) })
}

private func putBack(_ model: Module, _ state: [String: Tensor]) {
    for (name, tensor) in tensors(model) {
        if let best = state[name] { tensor.copy(from: best) }
    }
}

/// A right run, but for what a test replaces.
private func train(
    _ model: Module, _ epochs: Int, _ trainEpoch: (Int) throws -> Void, _ accuracy: () throws -> Double,
    snapshot: (Module) throws -> [String: Tensor] = clones, isBetter: (Double, Double) -> Bool = { $0 > $1 },
    restore: (Module, [String: Tensor]) -> Void = putBack
) throws -> EpochRun {
    var accuracies: [Double] = []
    var (best, state) = (0, try snapshot(model))
    for epoch in 0..<epochs {
        try trainEpoch(epoch)
        accuracies.append(try accuracy())
        if epoch == 0 || isBetter(accuracies[epoch], accuracies[best]) { (best, state) = (epoch, try snapshot(model)) }
    }
    restore(model, state)
    return EpochRun(accuracies: accuracies, bestEpoch: best)
}

private func run(
    _ count: Int, _ experiment: EpochExperiment, _ model: Module, schedule: ((Int) -> OneCycle)? = nil,
    optimizer makeOptimizer: ((Module) throws -> Optimizer)? = nil,
    accuracy: ((Module) throws -> Double)? = nil
) throws -> (run: EpochRun, model: Module) {
    let schedule = schedule?(count) ?? OneCycle(steps: experiment.stepsPerEpoch * count)
    let optimizer = try (makeOptimizer ?? experiment.makeOptimizer)(model)
    let run = try train(
        model, count, { try experiment.trainEpoch(model, optimizer, schedule, $0) },
        { try (accuracy ?? experiment.validationAccuracy)(model) })
    return (run, model)
}

/// A right comparison, but for what a test replaces.
private func compare(
    _ counts: [Int], _ seed: UInt64, _ experiment: EpochExperiment, model makeModel: (() throws -> Module)? = nil,
    schedule: ((Int) -> OneCycle)? = nil, optimizer: ((Module) throws -> Optimizer)? = nil,
    accuracy: ((Module) throws -> Double)? = nil
) throws -> EpochComparison {
    let runs = try counts.map { count in
        try run(
            count, experiment, makeModel?() ?? experiment.makeModel(seed), schedule: schedule, optimizer: optimizer,
            accuracy: accuracy)
    }
    let bests = runs.map { $0.run.accuracies.max() ?? 0 }
    let chosen = bests.firstIndex(of: bests.max() ?? 0) ?? 0
    return EpochComparison(
        runs: runs.map(\.run), chosen: chosen, model: runs[chosen].model,
        testAccuracy: try experiment.testAccuracy(runs[chosen].model))
}

/// A right answer, but for what a test replaces.
private func answer(
    snapshot: @escaping (Module) throws -> [String: Tensor] = clones,
    train trainKeepingBest: ((Module, Int, (Int) throws -> Void, () throws -> Double) throws -> EpochRun)? = nil,
    compare compareRuns: (([Int], UInt64, EpochExperiment) throws -> EpochComparison)? = nil
) -> NumberOfEpochsAnswer {
    NumberOfEpochsAnswer(
        snapshot: snapshot,
        trainKeepingBest: trainKeepingBest ?? { try train($0, $1, $2, $3, snapshot: snapshot) },
        compare: compareRuns ?? { try compare($0, $1, $2) })
}
