import TrainingCore
import Wording

extension GradualLab {
    func report(_ trials: [Trial]) throws -> LabReport {
        let results = plans.map { PlanResult($0, rates, trials) }
        return LabReport(
            table: table(results),
            pictures: [("gradual", try curves(results, trials)), ("gradual-accuracy", dots(results))],
            finding: finding(results))
    }

    private func table(_ results: [PlanResult]) -> LabTable {
        LabTable(
            columns: [
                "plan", "best rate", "validation accuracy", "best epoch", "training accuracy", "validation loss",
                "seconds",
            ],
            rows: results.map { result in
                [
                    result.plan.name, shortNumber(Double(result.rate)), percent(result.accuracies.mean),
                    percent(result.trials.map { $0.outcome.curves[Outcome.validationAccuracy]?.max() ?? 0 }.mean),
                    percent(result.mean(Outcome.trainingAccuracy)), fixed(result.mean(Outcome.validationLoss), 3),
                    fixed(result.trials.map(\.seconds).mean, 1),
                ]
            })
    }

    // MARK: - Pictures

    /// Accuracy by epoch; lines mark the epoch from which on a group learns.
    private func curves(_ results: [PlanResult], _ trials: [Trial]) throws -> LineChart {
        let groups = try subject.model(seed: 0).layerGroups
        let moments = (1..<epochs).compactMap { epoch -> LineChart.Moment? in
            let first = Self.firstLearning(.gradualTen, of: groups.count, inEpoch: epoch)
            let before = Self.firstLearning(.gradualTen, of: groups.count, inEpoch: epoch - 1)
            return first < before ? LineChart.Moment(x: Double(epoch + 1), label: groups[first].name) : nil
        }
        func panel(_ title: String, _ moments: [LineChart.Moment], _ isShown: (UnfreezingPlan) -> Bool)
            -> LineChart.Panel
        {
            let series = results.filter { isShown($0.plan) }.map { result in
                LineChart.Series(
                    result.plan.name,
                    perEpoch: trials.meanCurve(
                        Outcome.validationAccuracy, of: Self.name(of: result.plan, at: result.rate)
                    ).map { 100 * $0 })
            }
            return LineChart.Panel(
                title: title, yLabel: "validation accuracy (%)", series: series, moments: moments)
        }
        func isGradual(_ plan: UnfreezingPlan) -> Bool {
            if case .gradual = plan.order { true } else { false }
        }
        return LineChart(panels: [
            panel("A group at a time", moments, isGradual),
            panel("Otherwise", []) { !isGradual($0) },
        ])
    }

    private func dots(_ results: [PlanResult]) -> DotChart {
        DotChart(
            rows: results.map(\.plan.name),
            panels: [
                DotChart.Panel(
                    title: "After \(epochs) epochs, at the best rate", xLabel: "validation accuracy (%)",
                    values: results.map { $0.accuracies.map { 100 * $0 } }, decimals: 1)
            ])
    }

    // MARK: - Words

    private func finding(_ results: [PlanResult]) -> String {
        func difference(_ one: PlanResult, _ other: PlanResult) -> Difference {
            Difference(one.accuracies, other.accuracies)
        }
        func result(_ plan: UnfreezingPlan) -> PlanResult? { results.first { $0.plan.name == plan.name } }
        func best(of plans: [UnfreezingPlan]) -> PlanResult? {
            plans.compactMap(result).max { $0.accuracies.mean < $1.accuracies.mean }
        }
        guard let slow = best(of: UnfreezingPlan.gradual), let fast = best(of: UnfreezingPlan.atOnce),
            let head = result(.headOnly), let oneRate = result(.oneRate), let phases = result(.twoPhases)
        else { return "" }

        var sentences = [
            "After \(epochs) epochs on \(subject.data.train.count) images the head alone reached "
                + "\(percent(head.accuracies.mean)); unfreezing a group at a time \(percent(slow.accuracies.mean)) at best "
                + "(“\(slow.plan.name)”); everything at once \(percent(fast.accuracies.mean)) at best "
                + "(“\(fast.plan.name)”); fastai's two phases \(percent(phases.accuracies.mean))."
        ]
        // Only where rates are divided alike is it the pace that differs.
        let pairs = UnfreezingPlan.alikeRates.compactMap { slow, fast in
            result(slow).flatMap { slow in result(fast).map { (slow: slow, difference: difference(slow, $0)) } }
        }
        let (gains, losses) = (pairs.count { $0.difference.isClearGain }, pairs.count { $0.difference.isClearLoss })
        sentences.append(
            "Did going slowly pay? With rates divided alike, against all at once: "
                + pairs.map { "“\($0.slow.plan.name)” \($0.difference.inPoints)" }.joined(separator: "; ") + ". "
                + verdict(gains, losses, of: pairs.count)
                + " The best of it against the best at once: \(difference(slow, fast).inPoints); against the head alone: "
                + "\(difference(slow, head).inPoints).")
        if let ten = result(.gradualTen), let hundred = result(.gradualHundred) {
            let divisor = difference(ten, hundred)
            sentences.append(
                "Divide the body's rates by 10 or by 100? By 10: \(divisor.inPoints) against by 100, "
                    + (divisor.isClear ? "so the divisor matters" : "so here it hardly matters")
                    + (result(.gradualOneRate).map {
                        "; by nothing at all: \(difference($0, ten).inPoints) against by 10"
                    }
                        ?? "") + ".")
        }
        let lower = UnfreezingPlan.atOnce.dropFirst().compactMap(result)
        sentences.append(
            "At once, lower rates for the body against one rate for all: "
                + lower.map { "“\($0.plan.name)” \(difference($0, oneRate).inPoints)" }.joined(separator: "; ") + ".")
        sentences.append("fastai's two phases against the best at once: \(difference(phases, fast).inPoints).")
        let edge = results.filter { rates.count > 1 && $0.rate == rates.max() }
        if !edge.isEmpty {
            sentences.append(
                "The highest rate tried was the best one for \(listed(edge.map { "“\($0.plan.name)”" })): a still higher "
                    + "one might bring more.")
        }
        return sentences.joined(separator: " ")
    }

    private func verdict(_ gains: Int, _ losses: Int, of count: Int) -> String {
        switch (gains > 0, losses > 0) {
        case (true, false): gains == count ? "So yes." : "So yes in \(gains) of \(count), and no clear loss."
        case (false, true): "So no, it cost."
        case (true, true): "So it depends on the rates."
        case (false, false): "So the pace made no clear difference."
        }
    }
}

/// What a plan brought at the rate that suits it best.
private struct PlanResult {
    let plan: UnfreezingPlan
    let rate: Float
    let trials: [Trial]

    init(_ plan: UnfreezingPlan, _ rates: [Float], _ trials: [Trial]) {
        func accuracy(_ rate: Float) -> Double {
            trials.numbers(Outcome.validationAccuracy, of: GradualLab.name(of: plan, at: rate)).mean
        }
        self.plan = plan
        rate = rates.max { accuracy($0) < accuracy($1) } ?? rates[0]
        self.trials = trials[GradualLab.name(of: plan, at: rate)]
    }

    func mean(_ name: String) -> Double { trials.compactMap { $0.outcome.numbers[name] }.mean }
    var accuracies: [Double] { trials.compactMap { $0.outcome.numbers[Outcome.validationAccuracy] } }
}
