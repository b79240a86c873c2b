import Grading
import Testing
import TrainingCore

@Suite("Q31 wrong and alternative answers")
struct Question31 {
    @Test func firstCandidatesRatesForAll() {
        expectRejected(because: "one learning rate for all", not: ["the luckiest seed chosen", "one seed"]) {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: { candidates, seeds, experiment in
                    try compare(candidates, seeds, experiment, rates: { _ in candidates[0].learningRates })
                }, $0)
        }
    }

    @Test func aSingleRateForAll() {
        expectRejected(because: "one learning rate for all", not: ["the luckiest seed chosen", "one seed"]) {
            gradeCompareOptimizers(
                candidates: candidates, compare: { try compare($0, $1, $2, rates: { _ in [0.001] }) }, $0)
        }
    }

    @Test func candidatesWithTheSameRates() {
        expectRejected(onlyBecause: "one learning rate for all") {
            gradeCompareOptimizers(
                candidates: {
                    try candidates().map {
                        OptimizerCandidate($0.name, learningRates: [0.001, 0.01, 0.1], make: $0.make)
                    }
                }, compare: { try compare($0, $1, $2) }, $0)
        }
    }

    @Test func oneModelForEachSeed() {
        expectRejected(onlyBecause: "weights reused") {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: { candidates, seeds, experiment in
                    var models: [UInt64: Module] = [:]
                    return try compare(
                        candidates, seeds, experiment,
                        model: { seed in
                            let model = try models[seed] ?? experiment.makeModel(seed)
                            models[seed] = model
                            return model
                        })
                }, $0)
        }
    }

    @Test func firstSeedOnly() {
        expectRejected(because: "one seed", not: ["weights reused", "optimizer state carried over"]) {
            gradeCompareOptimizers(
                candidates: candidates, compare: { try compare($0, Array($1.prefix(1)), $2) }, $0)
        }
    }

    @Test func sameWeightsWithEverySeed() {
        expectRejected(onlyBecause: "one seed") {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: { candidates, seeds, experiment in
                    try compare(candidates, seeds, experiment, model: { _ in try experiment.makeModel(seeds[0]) })
                }, $0)
        }
    }

    @Test func bestOnTheTestSet() {
        expectRejected(onlyBecause: "chosen on the test set") {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: {
                    try compare(
                        $0, $1, $2,
                        key: { trial, models, experiment in
                            try mean(models.map(experiment.testAccuracy))
                        })
                }, $0)
        }
    }

    @Test func testAccuraciesInTheTrials() {
        expectRejected(onlyBecause: "chosen on the test set") {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: { candidates, seeds, experiment in
                    try compare(candidates, seeds, experiment, accuracy: experiment.testAccuracy)
                }, $0)
        }
    }

    @Test func oneOptimizerForAModelThatIsSetBack() {
        expectRejected(onlyBecause: "optimizer state carried over") {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: { candidates, seeds, experiment in
                    let model = try experiment.makeModel(seeds[0])
                    var trials: [OptimizerTrial] = []
                    var tests: [() throws -> Double] = []
                    for candidate in candidates {
                        for rate in candidate.learningRates {
                            let optimizer = try candidate.make(model.parameters, rate)
                            var states: [StateDictionary] = []
                            let accuracies = try seeds.map { seed in
                                model.loadWhatFits(try experiment.makeModel(seed).stateDictionary)
                                try experiment.train(model, optimizer, seed)
                                states.append(model.stateDictionary)
                                return try experiment.validationAccuracy(model)
                            }
                            trials.append(
                                OptimizerTrial(name: candidate.name, learningRate: rate, accuracies: accuracies))
                            let kept = states
                            tests.append {
                                try mean(
                                    kept.map { state in
                                        model.loadWhatFits(state)
                                        return try experiment.testAccuracy(model)
                                    })
                            }
                        }
                    }
                    let best = trials.indices.max { trials[$0].mean < trials[$1].mean } ?? 0
                    return OptimizerComparison(trials: trials, chosen: best, testAccuracy: try tests[best]())
                }, $0)
        }
    }

    @Test func theSameOptimizerEachTime() {
        let parameter = Parameter(.ones([4]))
        let sgd = SGD([parameter], learningRate: 0.1, momentum: 0.9, nesterov: true)
        expectRejected(onlyBecause: "optimizer state carried over") {
            gradeCompareOptimizers(
                candidates: {
                    var all = try candidates()
                    var made: Optimizer?
                    let make = all[1].make
                    all[1] = OptimizerCandidate("Adam", learningRates: all[1].learningRates) { parameters, rate in
                        let optimizer = try made ?? make(parameters, rate)
                        made = optimizer
                        return optimizer
                    }
                    return all
                }, compare: { try compare($0, $1, $2) }, $0)
        }
        expectRejected(onlyBecause: nil) {
            gradeCompareOptimizers(
                candidates: {
                    var all = try candidates()
                    all[0] = OptimizerCandidate("SGD", learningRates: all[0].learningRates) { _, _ in sgd }
                    return all
                }, compare: { try compare($0, $1, $2) }, $0)
        }
    }

    @Test func luckiestRun() {
        expectRejected(onlyBecause: "the luckiest seed chosen") {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: { try compare($0, $1, $2, key: { trial, _, _ in trial.accuracies.max() ?? 0 }) }, $0)
        }
    }

    /// Wrong in ways that have no name: none may be given to them.
    @Test func otherMistakesGetNoName() {
        // No momentum; decay forgotten; L2 instead of decoupled decay; a rate that is not the one asked for.
        for (place, make) in [
            (0, { SGD($0, learningRate: $1) }), (0, { SGD($0, learningRate: $1, momentum: 0.9) }),
            (2, { AdamW($0, learningRate: $1, weightDecay: 0) }),
            (2, { Adam($0, learningRate: $1, weightDecay: 0.01) }),
            (1, { parameters, _ in Adam(parameters) }),
        ] as [(Int, ([Parameter], Float) -> Optimizer)] {
            expectRejected(onlyBecause: nil) {
                gradeCompareOptimizers(
                    candidates: {
                        var all = try candidates()
                        all[place] = OptimizerCandidate(
                            all[place].name, learningRates: all[place].learningRates, make: make)
                        return all
                    }, compare: { try compare($0, $1, $2) }, $0)
            }
        }
        // The worst is chosen.
        expectRejected(onlyBecause: nil) {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: { try compare($0, $1, $2, key: { trial, _, _ in -trial.mean }) }, $0)
        }
        // Every trial is tested, though the choice is right.
        expectRejected(onlyBecause: nil) {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: {
                    try compare(
                        $0, $1, $2,
                        key: { trial, models, experiment in
                            _ = try models.map(experiment.testAccuracy)
                            return trial.mean
                        })
                }, $0)
        }
        // An optimizer for another model.
        expectRejected(onlyBecause: nil) {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: { candidates, seeds, experiment in
                    let others = candidates.map { candidate in
                        OptimizerCandidate(candidate.name, learningRates: candidate.learningRates) { _, rate in
                            try candidate.make(experiment.makeModel(0).parameters, rate)
                        }
                    }
                    return try compare(others, seeds, experiment)
                }, $0)
        }
        expectRejected(onlyBecause: nil) {
            gradeCompareOptimizers(candidates: { [] }, compare: { try compare($0, $1, $2) }, $0)
        }
        expectRejected(onlyBecause: nil) {
            gradeCompareOptimizers(
                candidates: candidates,
                compare: { _, _, _ in OptimizerComparison(trials: [], chosen: 9, testAccuracy: .nan) }, $0)
        }
    }

    @Test func seedsOutsideAndTheWinnerTrainedAgain() {
        expectAccepted {
            gradeCompareOptimizers(
                candidates: {
                    let third: (Float) -> [Float] = { [$0 / 3, $0, $0 * 3] }
                    return [
                        OptimizerCandidate("SGD", learningRates: third(0.03)) { parameters, rate in
                            SGD(
                                [ParameterGroup(parameters, learningRate: rate, name: "all")], momentum: 0.9,
                                nesterov: true)
                        },
                        OptimizerCandidate("Adam", learningRates: third(0.001)) { Adam($0, learningRate: $1) },
                        OptimizerCandidate("AdamW", learningRates: third(0.001)) { AdamW($0, learningRate: $1) },
                    ]
                },
                compare: { candidates, seeds, experiment in
                    let pairs = candidates.flatMap { candidate in candidate.learningRates.map { (candidate, $0) } }
                    func trained(_ candidate: OptimizerCandidate, _ rate: Float, _ seed: UInt64) throws -> Module {
                        let model = try experiment.makeModel(seed)
                        try experiment.train(model, candidate.make(model.parameters.reversed(), rate), seed)
                        return model
                    }
                    var accuracies = [[Double]](repeating: [], count: pairs.count)
                    for seed in seeds {
                        for (place, (candidate, rate)) in pairs.enumerated() {
                            accuracies[place].append(
                                try experiment.validationAccuracy(trained(candidate, rate, seed)))
                        }
                    }
                    let trials = zip(pairs, accuracies).map {
                        OptimizerTrial(name: $0.0.name, learningRate: $0.1, accuracies: $1)
                    }
                    let best = trials.indices.max { mean(accuracies[$0]) < mean(accuracies[$1]) } ?? 0
                    let tests = try seeds.map { seed in
                        try experiment.testAccuracy(trained(pairs[best].0, pairs[best].1, seed))
                    }
                    return OptimizerComparison(trials: trials, chosen: best, testAccuracy: mean(tests))
                }, $0)
        }
    }

    @Test func asInTheChapter() {
        expectAccepted {
            gradeCompareOptimizers(candidates: candidates, compare: { try compare($0, $1, $2) }, $0)
        }
    }
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

private func candidates() throws -> [OptimizerCandidate] {
    [
        OptimizerCandidate("SGD", learningRates: [0.01, 0.03, 0.1]) {
            SGD($0, learningRate: $1, momentum: 0.9, nesterov: true)
        },
        OptimizerCandidate("Adam", learningRates: [0.0003, 0.001, 0.003]) { Adam($0, learningRate: $1) },
        OptimizerCandidate("AdamW", learningRates: [0.0003, 0.001, 0.003]) { AdamW($0, learningRate: $1) },
    ]
}

/// A right comparison, but for what a test replaces. It keeps all models.
private func compare(
    _ candidates: [OptimizerCandidate], _ seeds: [UInt64], _ experiment: OptimizerExperiment,
    rates: ((OptimizerCandidate) -> [Float])? = nil, model makeModel: ((UInt64) throws -> Module)? = nil,
    accuracy: ((Module) throws -> Double)? = nil,
    key: (OptimizerTrial, [Module], OptimizerExperiment) throws -> Double = { trial, _, _ in trial.mean }
) throws -> OptimizerComparison {
    var results: [(trial: OptimizerTrial, models: [Module], key: Double)] = []
    for candidate in candidates {
        for rate in rates?(candidate) ?? candidate.learningRates {
            var (models, accuracies): ([Module], [Double]) = ([], [])
            for seed in seeds {
                let model = try (makeModel ?? experiment.makeModel)(seed)
                try experiment.train(model, candidate.make(model.parameters, rate), seed)
                accuracies.append(try (accuracy ?? experiment.validationAccuracy)(model))
                models.append(model)
            }
            let trial = OptimizerTrial(name: candidate.name, learningRate: rate, accuracies: accuracies)
            results.append((trial, models, try key(trial, models, experiment)))
        }
    }
    let best = results.indices.max { results[$0].key < results[$1].key } ?? 0
    return OptimizerComparison(
        trials: results.map(\.trial), chosen: best,
        testAccuracy: mean(try results[best].models.map(experiment.testAccuracy)))
}
