import RandomNumbers
import TrainingCore

/// A comparison of optimizers in which nothing is trained: it notes what it is asked for. The trial with the highest
/// mean on the validation set is neither that of the luckiest run nor the best on the test set.
final class OptimizerRecorder {
    /// A candidate with one of its rates.
    struct Trial: Hashable {
        let candidate: Int
        let rate: Float
    }

    /// One call of `train`.
    struct Run {
        let trial: Trial
        let seed: UInt64
        let startsFresh, startsMarked: Bool
        /// The seed among those given from which the model's first weights come.
        let weightsSeed: UInt64?
        let isOptimizerNew: Bool
        let holdsModel: Bool
        let accuracy: Double
    }

    let seeds: [UInt64]
    /// Every rate of every candidate, in order.
    let trials: [Trial]
    let names = ["SGD", "Adam", "AdamW"]
    private(set) var runs: [Run] = []
    /// The numbers of the runs about whose models the test set was asked.
    private(set) var tested: [Int?] = []

    private let rates: [[Float]]
    private var accuracies: [Trial: [Double]] = [:]
    private var made: [(optimizer: Optimizer, trial: Trial)] = []
    private var used: [Optimizer] = []

    init(_ grading: Grading) {
        var generator = grading.generator()
        let rates = [0.03, 0.001, 0.002].map { (usual: Float) in
            let first = usual * generator.uniform(in: 0.5...1)
            return (0..<Int.random(in: 2...3, using: &generator)).map { first * Float(1 + 2 * $0) }
        }
        let seeds = (0..<Int.random(in: 3...4, using: &generator)).map { _ in grading.seed() }
        let trials = rates.enumerated().flatMap { candidate, rates in
            rates.map { Trial(candidate: candidate, rate: $0) }
        }
        for (trial, place) in zip(trials, generator.permutation(trials.count)) {
            let mean = 0.45 + 0.02 * Double(place)
            var values = seeds.map { _ in mean + Double(generator.uniform(in: -0.004...0.004)) }
            if place == trials.count / 2 {
                // A trial in the middle that was lucky once.
                values = values.map { $0 - 0.3 / Double(seeds.count - 1) }
                values[Int.random(in: values.indices, using: &generator)] = mean + 0.3
            }
            accuracies[trial] = values
        }
        (self.rates, self.seeds, self.trials) = (rates, seeds, trials)
    }

    /// What the learner is given to compare.
    var candidates: [OptimizerCandidate] {
        names.enumerated().map { index, name in
            OptimizerCandidate(name, learningRates: rates[index]) { parameters, rate in
                try expect(!parameters.isEmpty, expected: "parameters to optimise", found: "none")
                try expect(
                    Set(parameters.map(ObjectIdentifier.init)).count == parameters.count,
                    expected: "each parameter once", found: "one twice")
                try expect(rate > 0, expected: "a positive learning rate", found: "\(rate)")
                let optimizer: Optimizer =
                    switch name {
                    case "SGD": SGD(parameters, learningRate: rate, momentum: 0.9)
                    case "Adam": Adam(parameters, learningRate: rate)
                    default: AdamW(parameters, learningRate: rate)
                    }
                self.made.append((optimizer, Trial(candidate: index, rate: rate)))
                return optimizer
            }
        }
    }

    /// What the learner is given to compare with.
    var experiment: OptimizerExperiment {
        OptimizerExperiment(
            makeModel: { MarkedModel.fresh(seed: $0) }, train: { try self.train($0, $1, $2) },
            validationAccuracy: { model in MarkedModel.mark(of: model).flatMap(self.accuracy) ?? 0.1 },
            testAccuracy: { model in
                let run = MarkedModel.mark(of: model)
                self.tested.append(run)
                return run.flatMap(self.accuracy).map { 1 - $0 } ?? 0.1
            })
    }

    /// The validation accuracies of a trial, seed by seed; on the test set each is 1 minus that.
    func accuracies(of trial: Trial) -> [Double] { accuracies[trial] ?? [] }

    func name(_ trial: Trial) -> String { "\(names[trial.candidate]) at \(trial.rate)" }

    /// The accuracy after the run with a number.
    private func accuracy(_ run: Int) -> Double? { runs.indices.contains(run) ? runs[run].accuracy : nil }

    private func train(_ model: Module, _ optimizer: Optimizer, _ seed: UInt64) throws {
        try expect(runs.count < 200, expected: "a run for each seed of each trial", found: "over 200 runs")
        guard let trial = made.first(where: { $0.optimizer === optimizer })?.trial else {
            throw Mistake(expected: "an optimizer of a candidate", found: "another one")
        }
        let held = Set(optimizer.parameters.map(ObjectIdentifier.init))
        let place = seeds.firstIndex(of: seed)
        runs.append(
            Run(
                trial: trial, seed: seed, startsFresh: MarkedModel.isFresh(model, seed: seed),
                startsMarked: MarkedModel.isMarked(model),
                weightsSeed: seeds.first { MarkedModel.isFresh(model, seed: $0) },
                isOptimizerNew: !used.contains { $0 === optimizer },
                holdsModel: held == Set(model.parameters.map(ObjectIdentifier.init)),
                accuracy: place.flatMap { accuracies[trial]?[$0] } ?? 0.2))
        used.append(optimizer)
        MarkedModel.mark(model, runs.count - 1)
    }
}
