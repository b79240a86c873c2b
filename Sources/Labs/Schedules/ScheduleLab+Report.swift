import TrainingCore
import Wording

extension ScheduleLab {
    /// A schedule at the rate that suited it best.
    private struct Chosen {
        let schedule: TriedSchedule
        let rate: Double
        /// The validation accuracy of each seed.
        let accuracies: [Double]
        /// The mean accuracy at each of the rates.
        let means: [Double]

        /// How much the worst of the rates costs.
        var spread: Double { accuracies.mean - (means.min() ?? 0) }
    }

    func report(_ trials: [Trial]) -> LabReport {
        let chosen = TriedSchedule.allCases.map { choice(of: $0, trials) }
        return LabReport(
            table: table(chosen, trials), pictures: [("schedules", chart(chosen, trials))], finding: finding(chosen))
    }

    private func choice(of schedule: TriedSchedule, _ trials: [Trial]) -> Chosen {
        let settings = rates.map { Self.setting(schedule, $0) }
        let best = trials.best(of: settings)
        return Chosen(
            schedule: schedule, rate: rates[settings.firstIndex(of: best) ?? 0],
            accuracies: trials.numbers(Outcome.validationAccuracy, of: best),
            means: settings.map { trials.numbers(Outcome.validationAccuracy, of: $0).mean })
    }

    private func table(_ chosen: [Chosen], _ trials: [Trial]) -> LabTable {
        LabTable(
            columns: ["schedule", "best rate", "accuracy", "halfway", "loss"] + rates.map { "at \(shortNumber($0))" },
            rows: chosen.map { chosen in
                let setting = Self.setting(chosen.schedule, chosen.rate)
                let curve = trials.meanCurve(Outcome.validationAccuracy, of: setting)
                let losses = trials.numbers(Outcome.validationLoss, of: setting)
                return [
                    chosen.schedule.rawValue, shortNumber(chosen.rate), percent(chosen.accuracies.mean),
                    curve.isEmpty ? "–" : percent(curve[max(curve.count / 2, 1) - 1]),
                    losses.isEmpty ? "–" : fixed(losses.mean, 3),
                ] + chosen.means.map(percent)
            })
    }

    private func chart(_ chosen: [Chosen], _ trials: [Trial]) -> LineChart {
        let stepsPerEpoch = subject.training(seed: 0).batchCount
        let steps = epochs * stepsPerEpoch
        return LineChart(panels: [
            LineChart.Panel(
                title: "The rate", yLabel: "share of the highest rate (%)",
                series: chosen.map { chosen in
                    let schedule = chosen.schedule.schedule(steps: steps)
                    return LineChart.Series(
                        "\(chosen.schedule.rawValue), \(shortNumber(chosen.rate))",
                        points: (0..<steps).map {
                            Point(x: Double($0) / Double(stepsPerEpoch), y: 100 * schedule.factor(at: $0))
                        })
                }),
            LineChart.Panel(
                title: "What it brought", yLabel: "validation accuracy (%)",
                series: chosen.map { chosen in
                    let setting = Self.setting(chosen.schedule, chosen.rate)
                    return LineChart.Series(
                        chosen.schedule.rawValue,
                        perEpoch: trials.meanCurve(Outcome.validationAccuracy, of: setting).map { 100 * $0 })
                }),
        ])
    }

    // MARK: - What was found

    private func finding(_ chosen: [Chosen]) -> String {
        guard let best = chosen.max(by: { $0.accuracies.mean < $1.accuracies.mean }),
            let worst = chosen.min(by: { $0.accuracies.mean < $1.accuracies.mean }),
            let constant = chosen.first(where: { $0.schedule == .constant }),
            let cosine = chosen.first(where: { $0.schedule == .cosine })
        else { return "" }
        return [
            "Each schedule stands here at that of its \(rates.count) highest rates which brought most on the validation "
                + "images. Most of all brought \(best.schedule.inWords): \(percent(best.accuracies.mean)) after "
                + "\(epochs) epochs, at \(shortNumber(best.rate)).",
            onFalling(chosen, constant), onReturning(chosen, cosine), onTheRate(chosen, best, worst), onEdges(chosen),
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// “Start high and lower the rate”: whether that beat a rate that stays.
    private func onFalling(_ chosen: [Chosen], _ constant: Chosen) -> String {
        let others = chosen.filter { $0.schedule != .constant }
        let comparison = Comparison(
            others.map { ($0.schedule.inWords, $0.accuracies) }, with: constant.accuracies)
        let verdict =
            if comparison.above.count == others.count {
                "That held for all that were tried."
            } else if comparison.above.isEmpty {
                "None of them was clearly better here."
            } else {
                "That held here for \(comparison.above.count) of \(others.count)."
            }
        return "A rate that falls towards the end is said to beat one that stays. \(verdict) "
            + comparison.inPoints("the constant rate (\(percent(constant.accuracies.mean)))")
    }

    /// “Restarts and cycles get out of bad minima”: whether they beat a single fall.
    private func onReturning(_ chosen: [Chosen], _ cosine: Chosen) -> String {
        let returning = chosen.filter { [.warmRestarts, .cyclic].contains($0.schedule) }
        let comparison = Comparison(
            returning.map { ($0.schedule.inWords, $0.accuracies) }, with: cosine.accuracies)
        return "Rates that rise again are recommended to get out of poor minima. "
            + comparison.inPoints("cosine, which falls once (\(percent(cosine.accuracies.mean)))")
    }

    /// “A scheduler saves you from doing it by hand”: whether the schedule or the rate mattered more.
    private func onTheRate(_ chosen: [Chosen], _ best: Chosen, _ worst: Chosen) -> String {
        let spreads = chosen.map(\.spread)
        let (least, most) = (spreads.min() ?? 0, spreads.max() ?? 0)
        let between = best.accuracies.mean - worst.accuracies.mean
        func points(_ share: Double) -> String { fixed(100 * share, 1) }
        let verdict =
            if least > between {
                "the rate mattered more than the schedule, and no schedule spares one the choice"
            } else if most < between {
                "the schedule mattered more than the rate"
            } else {
                "neither mattered more in all cases"
            }
        return
            "The worst of the \(rates.count) rates cost a schedule \(points(least)) to \(points(most)) points, the worst "
            + "schedule at its best rate \(points(between)): \(verdict)."
    }

    /// Whether a wider choice of rates might have brought more.
    private func onEdges(_ chosen: [Chosen]) -> String {
        let edges = chosen.filter { [rates.first, rates.last].contains($0.rate) }.map(\.schedule.inWords)
        if edges.isEmpty { return "" }
        return
            "What was best for \(listed(edges)) lies at the edge of the rates that were tried; there may be a better one "
            + "beyond."
    }
}
