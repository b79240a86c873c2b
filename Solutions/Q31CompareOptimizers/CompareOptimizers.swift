import TrainingCore

/// The candidates, by these names and in this order: "SGD" with Nesterov momentum of 0.9, "Adam", and "AdamW" with a
/// weight decay of 0.01. What is not said is as in PyTorch.
///
/// Each has three learning rates, lowest first: a third of its usual one, the usual one, and three times that. The usual
/// one is 0.03 for SGD with momentum, and 0.001 for the other two. Rounding them is fine: 0.01, 0.03, 0.1.
public func optimizerCandidates() throws -> [OptimizerCandidate] {
    [
        OptimizerCandidate("SGD", learningRates: [0.01, 0.03, 0.1]) {
            SGD($0, learningRate: $1, momentum: 0.9, nesterov: true)
        },
        OptimizerCandidate("Adam", learningRates: [0.0003, 0.001, 0.003]) { Adam($0, learningRate: $1) },
        OptimizerCandidate("AdamW", learningRates: [0.0003, 0.001, 0.003]) {
            AdamW($0, learningRate: $1, weightDecay: 0.01)
        },
    ]
}

/// Tries each candidate with each of its learning rates, in this order, and each rate with all `seeds`.
///
/// Each run is as if it were the only one. It has one seed, for the first weights and for the training. The trial with the
/// highest mean accuracy on the validation set is chosen; of equally good ones, the first.
public func compareOptimizers(
    _ candidates: [OptimizerCandidate], seeds: [UInt64], with experiment: OptimizerExperiment
) throws -> OptimizerComparison {
    var trials: [OptimizerTrial] = []
    var best: (trial: Int, mean: Double, models: [Module])?
    for candidate in candidates {
        for rate in candidate.learningRates {
            let models = try seeds.map { seed in
                let model = try experiment.makeModel(seed)
                let optimizer = try candidate.make(model.trainableParameters, rate)
                try experiment.train(model, optimizer, seed)
                return model
            }
            let trial = OptimizerTrial(
                name: candidate.name, learningRate: rate, accuracies: try models.map(experiment.validationAccuracy))
            if trial.mean > best?.mean ?? -1 { best = (trials.count, trial.mean, models) }
            trials.append(trial)
        }
    }
    guard let best else { throw NothingToCompare() }
    let tests = try best.models.map(experiment.testAccuracy)
    return OptimizerComparison(
        trials: trials, chosen: best.trial, testAccuracy: tests.reduce(0, +) / Double(tests.count))
}

/// There are no candidates, no learning rates or no seeds.
struct NothingToCompare: Error {}
