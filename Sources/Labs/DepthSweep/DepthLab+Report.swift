import TrainingCore
import Wording

extension DepthLab {
    func report(_ trials: [Trial]) -> LabReport {
        LabReport(
            table: table(trials),
            pictures: [
                ("depth-curves", curves(trials)), ("depth-settings", settings(trials)),
                ("depth-searches", searches(trials)),
            ], finding: finding(trials))
    }

    /// A depth at a rate.
    func name(_ depth: Depth, _ rate: Double) -> String { Candidate(depth: depth, rate: rate).name }

    /// What is set side by side at the one rate: a name, how many layers learn, and the key of its trials.
    private var sweep: [(name: String, layers: Int, setting: String)] {
        depths.map { ($0.name, $0.layers(of: layerCount), name($0, Self.sweepRate)) }
            + [(Self.still, layerCount, Self.still), (Self.none, 0, Self.none), (Self.bug, 0, Self.bug)]
    }

    // MARK: - Table

    private func table(_ trials: [Trial]) -> LabTable {
        let accuracies = rates.map { "at \(shortNumber($0))" }
        let columns =
            ["setting", "layers"] + accuracies + ["training − validation", "epochs", Self.processorTime, "test"]
        let depths = depths.map { depth in
            [depth.name, "\(depth.layers(of: layerCount))"]
                + rates.map { accuracy(of: name(depth, $0), trials) }
                + rest(name(depth, Self.sweepRate), epochs: epochs, trials)
        }
        let others = [(Self.still, layerCount, epochs), (Self.none, 0, 0), (Self.bug, 0, epochs)].map {
            setting, layers, epochs in
            [setting, "\(layers)"] + rates.map { $0 == Self.sweepRate ? accuracy(of: setting, trials) : "" }
                + rest(setting, epochs: epochs, trials)
        }
        let searches = [Self.grid, Self.halvingSearch].map { search in
            [search, ""] + rates.map { _ in "" }
                + ["", "\(epochsSpent(by: search))", fixed(seconds(of: search, trials).mean, 1)]
                + [percent(trials.numbers(Self.testAccuracy, of: search).mean)]
        }
        return LabTable(columns: columns, rows: depths + others + searches)
    }

    private func accuracy(of setting: String, _ trials: [Trial]) -> String {
        percent(trials.numbers(Outcome.validationAccuracy, of: setting).mean)
    }

    /// The columns behind the accuracies.
    private func rest(_ setting: String, epochs: Int, _ trials: [Trial]) -> [String] {
        let training = trials.numbers(Outcome.trainingAccuracy, of: setting)
        let gap = training.mean - trials.numbers(Outcome.validationAccuracy, of: setting).mean
        return [
            training.isEmpty ? "" : signedPoints(gap), "\(epochs)",
            fixed(trials.numbers(Self.processorTime, of: setting).mean, 1), "",
        ]
    }

    /// How many epochs a search took with each seed.
    func epochsSpent(by search: String) -> Int { search == Self.grid ? candidates.count * epochs : halving.epochs }

    /// How long a search computed, by seed. The grid's time is that of all candidates.
    func seconds(of search: String, _ trials: [Trial]) -> [Double] {
        guard search == Self.grid else { return trials.numbers(Self.processorTime, of: search) }
        return seeds.map { seed in
            candidates.flatMap { trials[$0.name] }.filter { $0.seed == seed }
                .compactMap { $0.outcome.numbers[Self.processorTime] }.reduce(0, +)
        }
    }

    // MARK: - Pictures

    private func curves(_ trials: [Trial]) -> LineChart {
        let byEpoch = sweep.map { row in
            LineChart.Series(
                row.name, perEpoch: trials.meanCurve(Outcome.validationAccuracy, of: row.setting).map { 100 * $0 })
        }
        let byDepth = rates.map { rate in
            LineChart.Series(
                "rate \(shortNumber(rate))",
                points: depths.reversed().map { depth in
                    let accuracies = trials.numbers(Outcome.validationAccuracy, of: name(depth, rate))
                    return Point(x: Double(depth.layers(of: layerCount)), y: 100 * accuracies.mean)
                })
        }
        return LineChart(panels: [
            .init(
                title: "Learning rate \(shortNumber(Self.sweepRate))", yLabel: "validation accuracy (%)",
                series: byEpoch),
            .init(
                title: "After \(counted(epochs, "epoch"))", xLabel: "layers that learn",
                yLabel: "validation accuracy (%)", series: byDepth),
        ])
    }

    private func settings(_ trials: [Trial]) -> DotChart {
        DotChart(
            rows: sweep.map(\.name),
            panels: [
                .init(
                    title: "Accuracy after \(counted(epochs, "epoch")) at \(shortNumber(Self.sweepRate))",
                    xLabel: "validation accuracy (%)",
                    values: sweep.map { row in
                        trials.numbers(Outcome.validationAccuracy, of: row.setting).map { 100 * $0 }
                    }),
                .init(
                    title: "Processor time", xLabel: "seconds",
                    values: sweep.map { trials.numbers(Self.processorTime, of: $0.setting) }),
            ])
    }

    private func searches(_ trials: [Trial]) -> DotChart {
        let searches = [Self.grid, Self.halvingSearch]
        return DotChart(
            rows: ["every one to the end", "successive halving"],
            panels: [
                .init(
                    title: "What was chosen", xLabel: "test accuracy (%)",
                    values: searches.map { trials.numbers(Self.testAccuracy, of: $0).map { 100 * $0 } },
                    decimals: 1),
                .init(
                    title: "What it took", xLabel: "epochs",
                    values: searches.map { [Double(epochsSpent(by: $0))] }, decimals: 0),
                .init(title: "Processor time", xLabel: "seconds", values: searches.map { seconds(of: $0, trials) }),
            ])
    }
}
