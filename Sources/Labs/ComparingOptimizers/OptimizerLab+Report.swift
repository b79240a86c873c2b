import TrainingCore
import Wording

extension OptimizerLab {
    func report(_ trials: [Trial]) -> LabReport {
        let choices = choices(trials)
        return LabReport(
            table: table(choices), pictures: [("optimizers", chart(choices))],
            finding: finding(choices, test: trials.numbers(Self.testAccuracy, of: Self.chosen)))
    }

    private func table(_ choices: [OptimizerChoice]) -> LabTable {
        LabTable(
            columns: ["optimizer", "best rate", "accuracy", "loss", "good rates", "worst rate costs"],
            rows: choices.map { choice in
                [
                    choice.optimizer.rawValue, shortNumber(choice.rate), percent(choice.accuracies.mean),
                    choice.loss.map { fixed($0, 3) } ?? "–", "\(choice.goodRates) of \(choice.rates.count)",
                    fixed(100 * choice.spread, 1),
                ]
            })
    }

    private func chart(_ choices: [OptimizerChoice]) -> LineChart {
        func panel(_ title: String, isAdaptive: Bool) -> LineChart.Panel {
            LineChart.Panel(
                title: title, xLabel: "learning rate (the highest)", yLabel: "validation accuracy (%)",
                series: choices.filter { $0.optimizer.isAdaptive == isAdaptive }.map { choice in
                    LineChart.Series(
                        choice.optimizer.rawValue,
                        points: zip(choice.rates, choice.means).map { Point(x: $0, y: 100 * $1) })
                }, xSpacing: .logarithmic)
        }
        return LineChart(panels: [
            panel("One rate for all weights", isAdaptive: false),
            panel("A scale for each weight", isAdaptive: true),
        ])
    }

    // MARK: - What was found

    private func finding(_ choices: [OptimizerChoice], test: [Double]) -> String {
        let best = choices.best
        let flatters =
            test.mean < best.accuracies.mean
            ? " The first number flatters, because the choice was made by it." : ""
        return [
            "Each optimizer stands here at its best of \(counted(ratios.count, "rate")). Most brought "
                + "\(best.optimizer.rawValue) at \(shortNumber(best.rate)): \(percent(best.accuracies.mean)) of the "
                + "validation images after \(counted(epochs, "epoch")), \(percent(test.mean)) of the test images."
                + flatters,
            onTheBest(choices, best), onSensitivity(choices), onAdditions(choices), onEdges(choices),
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func onTheBest(_ choices: [OptimizerChoice], _ best: OptimizerChoice) -> String {
        let others = Comparison(
            choices.filter { $0.optimizer != best.optimizer }.map { ($0.optimizer.rawValue, $0.accuracies) },
            with: best.accuracies)
        if others.below.isEmpty { return "None of the others was clearly below it." }
        return others.inPoints("it")
    }

    /// “Adam forgives a wrong rate, SGD must be tuned”: whether that showed.
    private func onSensitivity(_ choices: [OptimizerChoice]) -> String {
        let (adaptive, sgd) = (choices[.adam], choices[.momentum])
        guard ratios.count > 1 else { return "" }
        let counts =
            "Adam came within two points of its best at \(adaptive.goodRates) of \(ratios.count) rates, SGD with "
            + "momentum at \(sgd.goodRates); the worst rate cost \(fixed(100 * adaptive.spread, 1)) and "
            + "\(fixed(100 * sgd.spread, 1)) points"
        let verdict =
            if adaptive.goodRates > sgd.goodRates && adaptive.spread < sgd.spread {
                "That held here"
            } else if adaptive.goodRates < sgd.goodRates && adaptive.spread > sgd.spread {
                "Here it was the other way round"
            } else {
                "That did not show here"
            }
        let most = choices.map(\.goodRates).max() ?? 0
        let forgiving = choices.filter { $0.goodRates == most }.map(\.optimizer.rawValue)
        let standing =
            forgiving.count == choices.count
            ? "So it was with all, for \(most) of the rates."
            : "The most such rates, \(most), had \(listed(forgiving))."
        return "Adam is said to forgive a wrong rate, and SGD to need the right one. \(verdict): \(counts). \(standing)"
    }

    /// What each addition brought over the optimizer without it.
    private func onAdditions(_ choices: [OptimizerChoice]) -> String {
        let additions: [(what: String, with: TriedOptimizer, without: TriedOptimizer)] = [
            ("Momentum", .momentum, .plain), ("Nesterov's step", .nesterov, .momentum),
            ("The decay of AdamW", .adamW, .adam), ("Warm restarts", .restarts, .momentum),
            ("Moving the momentum against the rate (“momentum correction”)", .oneCycle, .stillCycle),
        ]
        let sentences = additions.map { addition in
            let difference = Difference(choices[addition.with].accuracies, choices[addition.without].accuracies)
            let effect =
                difference.isClear
                ? "clearly \(difference.mean > 0 ? "helped" : "hurt"), by \(fixed(100 * abs(difference.mean), 1)) points"
                : "made no clear difference (\(signedPoints(difference.mean)))"
            return "\(addition.what) \(effect)"
        }
        return "Both sides at their best rates: " + sentences.joined(separator: "; ") + "."
    }

    private func onEdges(_ choices: [OptimizerChoice]) -> String {
        let edges = choices.filter(\.isAtTheEdge).map(\.optimizer.rawValue)
        if edges.isEmpty { return "" }
        return "The best rate of \(listed(edges)) lies at the edge of those that were tried; there may be a better one "
            + "beyond."
    }
}
