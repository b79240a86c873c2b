import Foundation
import TrainingCore
import Wording

/// Lab: does the learning-rate finder find the rate that trains best? The finder's two suggestions stand beside what
/// training at each of several rates brings.
struct LearningRateLab: Lab {
    static let name = "lr-find"
    static let question = "Which learning rate? The finder's suggestions, and what each rate brings"

    private let subject: Subject
    private let seeds: [UInt64]
    private let epochs: Int
    private let finderSteps: Int
    private let rates: [Double]

    init(_ setup: LabSetup) throws {
        subject = try .digits(setup.size)
        seeds = setup.seeds
        epochs = setup.choose(tiny: 1, quick: 3, full: 10)
        finderSteps = setup.choose(tiny: 10, quick: 100, full: 100)
        rates = setup.choose(
            tiny: [1e-3, 1e-2], quick: [1e-5, 1e-4, 1e-3, 1e-2, 1e-1], full: [1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 1e-1])
    }

    private static let finder = "finder"
    private static let (steepest, valley) = ("steepest", "valley")
    private static let (rateCurve, lossCurve) = ("rate", "smoothed loss")

    private var finderImages: Double { Double(finderSteps * subject.batchSize) }

    var plan: [PlannedWork] {
        let perSeed = finderImages + Double(rates.count) * subject.work(epochs: epochs)
        return [PlannedWork(subject, images: Double(seeds.count) * perSeed)]
    }

    func run(_ journal: Journal) throws -> LabReport {
        for seed in seeds {
            try journal.trial(Self.finder, seed: seed, on: subject, images: finderImages) { _ in try find(seed) }
            for rate in rates {
                try journal.trial(name(of: rate), seed: seed, on: subject, images: subject.work(epochs: epochs)) {
                    try train(at: rate, seed, onProgress: $0)
                }
            }
        }
        return report(journal.trials)
    }

    private func name(of rate: Double) -> String { "rate \(shortNumber(rate))" }

    // MARK: - Trials

    private func find(_ seed: UInt64) throws -> Outcome {
        let model = try subject.model(seed: seed)
        let curve = try findLearningRate(
            model, training: subject.training(seed: seed), optimizer: AdamW(model.parameters, learningRate: 1),
            steps: finderSteps)
        return Outcome(
            [Self.steepest: curve.steepest, Self.valley: curve.valley].compactMapValues { $0 },
            curves: [Self.rateCurve: curve.rates, Self.lossCurve: curve.losses])
    }

    private func train(at rate: Double, _ seed: UInt64, onProgress: (FitProgress) -> Void) throws -> Outcome {
        let model = try subject.model(seed: seed)
        let training = subject.training(seed: seed)
        return try Outcome(ofTraining: {
            try fit(
                model, training: training, validation: subject.validation,
                optimizer: AdamW(model.parameters, learningRate: Float(rate)), epochs: epochs,
                schedule: OneCycle(steps: epochs * training.batchCount), onProgress: onProgress)
        })
    }

    // MARK: - What was found

    private func report(_ trials: [Trial]) -> LabReport {
        let accuracies = rates.map { trials.numbers(Outcome.validationAccuracy, of: name(of: $0)) }
        let table = LabTable(
            columns: ["rate", "validation accuracy", "seconds"],
            rows: rates.indices.map { index in
                [
                    shortNumber(rates[index]), percent(accuracies[index].mean),
                    fixed(trials[name(of: rates[index])].map(\.seconds).mean, 1),
                ]
            })
        return LabReport(
            table: table, pictures: [("lr-find", chart(trials, accuracies.map(\.mean)))],
            finding: finding(trials, accuracies.map(\.mean)))
    }

    private func chart(_ trials: [Trial], _ accuracies: [Double]) -> LineChart {
        let finders = trials[Self.finder]
        let curves = finders.compactMap { trial -> LineChart.Series? in
            guard let rates = trial.outcome.curves[Self.rateCurve], let losses = trial.outcome.curves[Self.lossCurve]
            else { return nil }
            return LineChart.Series(
                "seed \(trial.seed)", points: zip(rates, losses).map { Point(x: $0, y: $1) })
        }
        return LineChart(panels: [
            LineChart.Panel(
                title: "Range test", xLabel: "learning rate", yLabel: "smoothed loss", series: curves,
                moments: moments(trials), xSpacing: .logarithmic),
            LineChart.Panel(
                title: "After \(epochs) epochs", xLabel: "highest learning rate", yLabel: "validation accuracy (%)",
                series: [
                    LineChart.Series(
                        "mean of \(seeds.count) seeds",
                        points: zip(rates, accuracies).map { Point(x: $0, y: 100 * $1) })
                ], moments: moments(trials), xSpacing: .logarithmic),
        ])
    }

    private func moments(_ trials: [Trial]) -> [LineChart.Moment] {
        [Self.valley, Self.steepest].compactMap { name in
            typical(name, trials).map { LineChart.Moment(x: $0, label: name) }
        }
    }

    /// The geometric mean of a suggestion over the seeds; rates are compared by their ratios.
    private func typical(_ suggestion: String, _ trials: [Trial]) -> Double? {
        let rates = trials.numbers(suggestion, of: Self.finder)
        return rates.isEmpty ? nil : exp(rates.map { log($0) }.mean)
    }

    private func finding(_ trials: [Trial], _ accuracies: [Double]) -> String {
        let best = rates.indices.max { accuracies[$0] < accuracies[$1] } ?? 0
        let near = rates.indices.filter { accuracies[best] - accuracies[$0] <= 0.02 }
        let good = near.map { rates[$0] }
        var text =
            "Of the rates tried, \(shortNumber(rates[best])) brought most, \(percent(accuracies[best])) of the validation "
            + "images right after \(epochs) epochs of one cycle. "
        if let low = good.min(), let high = good.max(), low < high {
            text += "Rates from \(shortNumber(low)) to \(shortNumber(high)) came within two points of it. "
        } else {
            text += "No other came within two points of it. "
        }
        for name in [Self.valley, Self.steepest] {
            guard let rate = typical(name, trials) else {
                text += "The finder could not make the suggestion “\(name)”. "
                continue
            }
            text +=
                "The finder's “\(name)” suggests \(shortNumber(rate)), " + verdict(on: rate, best: rates[best]) + ". "
        }
        return text.trimmingCharacters(in: .whitespaces)
    }

    private func verdict(on rate: Double, best: Double) -> String {
        let ratio = rate / best
        switch ratio {
        case 3...: return "\(fixed(ratio, 0)) times the best one"
        case ...(1.0 / 3): return "the best one divided by \(fixed(1 / ratio, 0))"
        default: return "which is within a factor of three of the best one"
        }
    }
}
