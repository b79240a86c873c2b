import TrainingCore
import Wording

extension HeadLab {
    func report(_ trials: [Trial]) -> LabReport {
        let results = HeadSetting.all.map { HeadResult($0, rates, trials) }
        return LabReport(
            table: table(results),
            pictures: [("heads", accuracies(results)), ("heads-cost", cost(results))],
            finding: finding(results))
    }

    private func table(_ results: [HeadResult]) -> LabTable {
        LabTable(
            columns: [
                "head", "its parameters", "best rate", "validation accuracy", "training accuracy", "validation loss",
                "seconds", "ms a later epoch",
            ],
            rows: results.map { result in
                [
                    result.setting.name, grouped(result.parameters), shortNumber(Double(result.rate)),
                    percent(result.accuracies.mean), percent(result.mean(Outcome.trainingAccuracy)),
                    fixed(result.mean(Outcome.validationLoss), 3), fixed(result.trials.map(\.seconds).mean, 1),
                    fixed(1000 * result.mean(Self.secondsPerEpoch), 0),
                ]
            })
    }

    // MARK: - Pictures

    private func accuracies(_ results: [HeadResult]) -> DotChart {
        func panel(_ title: String, _ number: String) -> DotChart.Panel {
            DotChart.Panel(
                title: title, xLabel: "accuracy (%)", values: results.map { $0.numbers(number).map { 100 * $0 } },
                decimals: 1)
        }
        return DotChart(
            rows: results.map(\.setting.name),
            panels: [panel("Validation", Outcome.validationAccuracy), panel("Training", Outcome.trainingAccuracy)])
    }

    /// Accuracy over parameters, one mark for each head on a frozen body.
    private func cost(_ results: [HeadResult]) -> LineChart {
        let series = results.filter { !$0.setting.unfreezesLastBlock }.map { result in
            LineChart.Series(
                result.setting.name, points: [Point(x: Double(result.parameters), y: 100 * result.accuracies.mean)])
        }
        return LineChart(panels: [
            LineChart.Panel(
                title: "What parameters buy on a frozen body", xLabel: "parameters of the head",
                yLabel: "validation accuracy (%)", series: series, xSpacing: .logarithmic)
        ])
    }

    // MARK: - Words

    private func finding(_ results: [HeadResult]) -> String {
        func result(_ setting: HeadSetting) -> HeadResult {
            results.first { $0.setting.name == setting.name } ?? HeadResult(setting, rates, [])
        }
        func difference(_ one: HeadSetting, _ other: HeadSetting) -> Difference {
            Difference(result(one).accuracies, result(other).accuracies)
        }

        let linear = result(.linear)
        let richer = results.filter { !$0.setting.unfreezesLastBlock && $0.setting.name != linear.setting.name }
        let best = richer.max { $0.accuracies.mean < $1.accuracies.mean } ?? linear
        let gain = difference(best.setting, .linear)
        let better = richer.filter { difference($0.setting, .linear).isClearGain }
        let worse = richer.filter { difference($0.setting, .linear).isClearLoss }

        var sentences = [
            "Each at its better rate, on a frozen body: the linear head, with \(grouped(linear.parameters)) parameters, "
                + "classified \(percent(linear.accuracies.mean)) of the validation images right. The best of the "
                + "\(richer.count) others was “\(best.setting.name)” with \(percent(best.accuracies.mean)), "
                + "\(gain.inPoints), with \(ratio(best.parameters, linear.parameters)) parameters."
        ]
        if better.isEmpty {
            sentences.append("No richer head was clearly better than the linear one: here a richer head did not pay.")
        } else {
            sentences.append("Clearly better than the linear one: \(quoted(better)). Here a richer head paid.")
        }
        if !worse.isEmpty { sentences.append("Clearly worse: \(quoted(worse)).") }
        sentences.append(
            "Part by part: dropout before the linear layer, \(difference(.dropout, .linear).inPoints); "
                + "maxima beside the means, \(difference(.concat, .linear).inPoints); "
                + "a second layer, \(difference(.twoLayers, .linear).inPoints); "
                + "batch norm before both of two layers, \(difference(.twoLayersNorm, .twoLayers).inPoints); "
                + "Kaiming's start, \(difference(.twoLayersKaiming, .twoLayers).inPoints) in two layers and "
                + "\(difference(.fastai, .fastaiDefault).inPoints) in fastai's head.")
        if let effect = linear.effectOfRate {
            sentences.append(
                "For the linear head alone, the rate made \(fixed(100 * effect, 1)) points"
                    + (effect > max(abs(gain.mean), 0.02)
                        ? ", more than the choice of the head: at one rate for all the comparison would have been of rates."
                        : "."))
        }
        let unfrozen = difference(.linearWithBlock, .linear)
        sentences.append(
            "Letting the last block learn below the linear head: \(unfrozen.inPoints)"
                + (unfrozen.isClearGain && unfrozen.mean > gain.mean ? ", more than any richer head brought" : "")
                + ". Above such a block, fastai's head beside the linear one: "
                + "\(difference(.fastaiWithBlock, .linearWithBlock).inPoints).")
        return sentences.joined(separator: " ")
    }

    private func quoted(_ results: [HeadResult]) -> String { listed(results.map { "“\($0.setting.name)”" }) }

    private func ratio(_ one: Int, _ other: Int) -> String {
        let times = Double(one) / Double(max(other, 1))
        return times < 1.05 ? "as many" : "\(fixed(times, times < 10 ? 1 : 0)) times as many"
    }
}

/// What a head brought at the rate that suits it best.
private struct HeadResult {
    let setting: HeadSetting
    let rate: Float
    let trials: [Trial]
    /// How much better it was than at the rate that suits it least; `nil` if it had no choice.
    let effectOfRate: Double?

    init(_ setting: HeadSetting, _ rates: [Float], _ trials: [Trial]) {
        func accuracy(_ rate: Float) -> Double {
            trials.numbers(Outcome.validationAccuracy, of: HeadLab.name(of: setting, at: rate)).mean
        }
        let sorted = rates.sorted { accuracy($0) > accuracy($1) }
        self.setting = setting
        rate = sorted[0]
        self.trials = trials[HeadLab.name(of: setting, at: sorted[0])]
        effectOfRate = sorted.count > 1 ? accuracy(sorted[0]) - accuracy(sorted[sorted.count - 1]) : nil
    }

    func numbers(_ name: String) -> [Double] { trials.compactMap { $0.outcome.numbers[name] } }
    func mean(_ name: String) -> Double { numbers(name).mean }
    var accuracies: [Double] { numbers(Outcome.validationAccuracy) }
    var parameters: Int { Int(mean(HeadLab.parameters)) }
}
