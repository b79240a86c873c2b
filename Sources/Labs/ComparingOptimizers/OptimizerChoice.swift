import TrainingCore

/// An optimizer at the rate that suited it best on the validation images.
struct OptimizerChoice {
    let optimizer: TriedOptimizer
    /// All that it was tried with, from low to high.
    let rates: [Double]
    /// The mean validation accuracy at each of them.
    let means: [Double]
    /// Which of them suited it best.
    let index: Int
    /// The validation accuracy of each seed at that rate.
    let accuracies: [Double]
    /// The mean validation loss at that rate; `nil` where no training came to its end.
    let loss: Double?

    /// The rate that suited it best.
    var rate: Double { rates[index] }
    /// At how many rates it came within two points of its best.
    var goodRates: Int { means.filter { means[index] - $0 <= 0.02 }.count }
    /// What the worst of the rates costs.
    var spread: Double { means[index] - (means.min() ?? 0) }
    /// Whether a wider choice of rates might have brought more.
    var isAtTheEdge: Bool { rates.count > 1 && (index == 0 || index == rates.count - 1) }
}

extension [OptimizerChoice] {
    /// The one with the highest mean accuracy, the first of equals.
    var best: OptimizerChoice {
        self.dropFirst().reduce(self[0]) { $1.means[$1.index] > $0.means[$0.index] ? $1 : $0 }
    }

    /// That of an optimizer.
    subscript(_ optimizer: TriedOptimizer) -> OptimizerChoice {
        first { $0.optimizer == optimizer } ?? self[0]
    }
}

extension OptimizerLab {
    /// What was chosen for each optimizer.
    func choices(_ trials: [Trial]) -> [OptimizerChoice] {
        TriedOptimizer.allCases.map { optimizer in
            let rates = optimizer.rates(ratios)
            let settings = rates.map { Self.setting(optimizer, $0) }
            let best = trials.best(of: settings)
            let losses = trials.numbers(Outcome.validationLoss, of: best)
            return OptimizerChoice(
                optimizer: optimizer, rates: rates,
                means: settings.map { trials.numbers(Outcome.validationAccuracy, of: $0).mean },
                index: settings.firstIndex(of: best) ?? 0,
                accuracies: trials.numbers(Outcome.validationAccuracy, of: best),
                loss: losses.isEmpty ? nil : losses.mean)
        }
    }
}
