import Layers
import Optimizers
import Tensors

extension SetupCheck {
    /// Rates of the body and the head, and how they change.
    static func rateFindings(_ checked: CheckedSetup) -> [SetupFinding] {
        [bodyRate(checked), aboveFinder(checked.setup), scheduleLength(checked.setup)].compactMap { $0 }
    }

    /// A body with a higher rate than the head is always told. One with the same rate is told only
    /// - where a preset says that it is pretrained, and the head looks fresh;
    /// - at a rate of Adam's default or more, or above the 0.01 that is common for SGD: below that, one rate for all
    ///   is a usual and sound way to fine-tune;
    /// - unless the schedule begins at half of the rate or less: a warm-up protects the body too.
    private static func bodyRate(_ checked: CheckedSetup) -> SetupFinding? {
        guard let optimizer = checked.setup.optimizer, let head = checked.head,
            let headRate = highestRate(of: checked.headAndBody.head, optimizer),
            let bodyRate = highestRate(of: checked.headAndBody.body, optimizer)
        else { return nil }
        let starts = checked.setup.schedule?.factor(at: 0) ?? 1
        let isHigh = optimizer is SGD ? bodyRate > 0.0101 : bodyRate > 0.00099
        let isSame = checked.setup.preset != nil && isHigh && starts > 0.5 && head.element.hasFreshWeights
        guard bodyRate > 1.001 * headRate || (bodyRate > 0.999 * headRate && isSame) else { return nil }
        return SetupFinding(
            .bodyRateNotBelowHead, .warning,
            seen: "the body learns at a rate of \(bodyRate), the head \(head.name) at \(headRate)",
            fix: "let groups = model.layerGroups.parameterGroups(.head(\(headRate)))  // the body at a tenth")
    }

    /// The highest rate of those of the parameters that may learn; `nil` if the optimizer holds none of them.
    private static func highestRate(of parameters: [Parameter], _ optimizer: Optimizer) -> Float? {
        let wanted = Set(parameters.filter(\.requiresGrad).map { ObjectIdentifier($0) })
        return optimizer.groups.filter { $0.parameters.contains { wanted.contains(ObjectIdentifier($0)) } }
            .map(\.learningRate).max()
    }

    /// The two suggestions of one curve may lie a factor of ten apart, and the better rate beyond both by some; ten
    /// times the higher one is far.
    private static func aboveFinder(_ setup: TrainingSetup) -> SetupFinding? {
        guard let curve = setup.rateCurve, let optimizer = setup.optimizer,
            let suggested = [curve.valley, curve.steepest].compactMap({ $0 }).max()
        else { return nil }
        let rate = Double(highestRate(optimizer))
        guard rate > 10 * suggested else { return nil }
        return SetupFinding(
            .rateAboveFinder, .warning,
            seen:
                "the rate is \(Float(rate)), \(Int(rate / suggested)) times the \(Float(suggested)) that the range test "
                + "suggests", fix: "optimizer.groups[0].learningRate = \(Float(suggested))")
    }

    /// Short: in the last fifth of the run the rate is a thousandth of its highest or less; a whole cycle comes down so
    /// far only in the last fiftieth. A run of fewer than 20 steps is too short to tell. Long: a cycle has half as many
    /// steps again as the run or more, so that it has not come down when the run ends.
    private static func scheduleLength(_ setup: TrainingSetup) -> SetupFinding? {
        guard let schedule = setup.schedule, let epochs = setup.epochs, let training = setup.training else {
            return nil
        }
        let steps = epochs * training.batchCount
        guard steps > 0 else { return nil }
        let fix = "let schedule = OneCycle(steps: epochs * training.batchCount)"
        if let cycle = schedule as? OneCycle, 2 * cycle.steps >= 3 * steps {
            return SetupFinding(
                .scheduleDoesNotFitRun, .warning, seen: "the cycle has \(cycle.steps) steps, the run only \(steps)",
                fix: fix)
        }
        let probes = stride(from: 0, to: steps, by: max(steps / 200, 1)).map {
            (step: $0, factor: schedule.factor(at: $0))
        }
        let highest = probes.map(\.factor).max() ?? 0
        guard steps >= 20, let spent = probes.lastIndex(where: { $0.factor >= 0.001 * highest }),
            5 * probes[spent].step < 4 * (steps - 1), spent < probes.count - 1
        else { return nil }
        return SetupFinding(
            .scheduleDoesNotFitRun, .warning,
            seen:
                "the run has \(steps) steps, but after step \(probes[spent].step + 1) the rate is less than a thousandth "
                + "of its highest", fix: fix)
    }
}
