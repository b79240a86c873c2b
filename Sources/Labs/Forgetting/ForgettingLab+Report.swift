import TrainingCore
import Wording

extension ForgettingLab {
    func report(_ trials: [Trial]) -> LabReport {
        LabReport(
            table: table(trials),
            pictures: [
                ("forgetting-trade", trade(trials)), ("forgetting-statistics-stay", byRate(.stay, trials)),
                ("forgetting-statistics-follow", byRate(.follow, trials)),
            ], finding: finding(trials))
    }

    /// What was measured of a setting, by seed.
    func numbers(_ name: String, _ part: Part, _ statistics: StatisticsPolicy, _ rate: Double, _ trials: [Trial])
        -> [Double]
    {
        trials.numbers(name, of: Setting(depth: part, rate: rate, statistics: statistics).name)
    }

    private func table(_ trials: [Trial]) -> LabTable {
        LabTable(
            columns: ["setting", "digits", Self.oldHead, "fitted anew"],
            rows: ([Self.before] + settings.map(\.name)).map { setting in
                [setting]
                    + [Outcome.validationAccuracy, Self.oldHead, Self.refitted].map { name in
                        let numbers = trials.numbers(name, of: setting)
                        return numbers.isEmpty ? "" : percent(numbers.mean)
                    }
            })
    }

    /// The new task against the old one: a curve for each depth, from the lowest rate to the highest.
    private func trade(_ trials: [Trial]) -> LineChart {
        let panels = [StatisticsPolicy.stay, .follow].map { statistics in
            LineChart.Panel(
                title: "Norms' \(statistics.name)", xLabel: "digits, validation accuracy (%)",
                yLabel: "clothes with the old head (%)",
                series: parts.map { part in
                    LineChart.Series(
                        part.rawValue,
                        points: rates.map { rate in
                            func mean(_ name: String) -> Double {
                                100 * numbers(name, part, statistics, rate, trials).mean
                            }
                            return Point(x: mean(Outcome.validationAccuracy), y: mean(Self.oldHead))
                        })
                })
        }
        return LineChart(panels: panels)
    }

    private func byRate(_ statistics: StatisticsPolicy, _ trials: [Trial]) -> LineChart {
        let measures = [
            ("Digits", Outcome.validationAccuracy), ("Clothes, old head", Self.oldHead),
            ("Clothes, old head fitted anew", Self.refitted),
        ]
        return LineChart(
            panels: measures.map { title, name in
                LineChart.Panel(
                    title: title, xLabel: "highest learning rate", yLabel: "validation accuracy (%)",
                    series: parts.map { part in
                        LineChart.Series(
                            part.rawValue,
                            points: rates.map {
                                Point(x: $0, y: 100 * numbers(name, part, statistics, $0, trials).mean)
                            })
                    }, xSpacing: .logarithmic)
            })
    }
}
