import Layers
import Optimizers
import Tensors

/// What a step changed, and what it should have.
extension SetupProbe {
    /// Whether the model is in the mode to learn. Single parts may be in evaluation mode, and so may frozen norms: that
    /// is how PyTorch keeps statistics still.
    func modeFindings() -> [SetupFinding] {
        guard !checked.setup.model.isTraining else { return [] }
        let frozen = Set(checked.normsInFrozenPart.map(\.name))
        let dependent = checked.modal.filter { $0.element.dependsOnMode && !frozen.contains($0.name) }
        guard !dependent.isEmpty, dependent.allSatisfy({ !$0.element.isTraining }) else { return [] }
        // Some train a head on features without dropout.
        let hasNorm = dependent.contains { $0.element is BatchNorm }
        return [
            SetupFinding(
                .evaluationModeWhileTraining, hasNorm ? .error : .warning,
                seen:
                    "the model learns in evaluation mode; \(listed(dependent.map(\.name))) would behave otherwise in training",
                fix: "model.train()  // at the beginning of each epoch")
        ]
    }

    /// Gradients that were there before the first backward pass of a step.
    func leftoverFindings() -> [SetupFinding] {
        guard steps > 0, backwardPasses == 0 else { return [] }
        let left = learning.filter { !($0.element.grad?.isZero ?? true) }.map(\.name)
        guard !left.isEmpty else { return [] }
        return [
            SetupFinding(
                .gradientsNotZeroed, .error,
                seen:
                    "before the backward pass of step \(steps + 1), \(listed(left)) still had the gradient of step \(steps)",
                fix: "optimizer.zeroGrad()  // before each backward pass")
        ]
    }

    /// Statistics of a frozen part that the forward pass moved.
    func statisticsFindings() -> [SetupFinding] {
        let now = checked.statisticsInFrozenPart
        let moved = statisticsBefore.keys.filter { now[$0] != nil && now[$0] != statisticsBefore[$0] }.sorted()
        guard !moved.isEmpty else { return [] }
        return [
            SetupFinding(
                .statisticsMoveInFrozenBlock, .warning,
                seen: "the running statistics of \(listed(moved)) moved in step \(steps + 1), in a frozen part",
                fix: "model.freeze()  // then unfreeze what shall learn")
        ]
    }

    /// Frozen parameters that moved, and whether anything moved that should.
    mutating func movementFindings(_ optimizer: Optimizer) -> [SetupFinding] {
        let now = checked.parameterSamples
        guard now.count == parametersBefore.count else { return [] }
        let moved = now.indices.filter { now[$0] != parametersBefore[$0] }
        if let broken = moved.first(where: {
            now[$0].contains { !$0.isFinite } && parametersBefore[$0].allSatisfy(\.isFinite)
        }) {
            return [
                SetupFinding(
                    .nonFiniteValues, .error,
                    seen:
                        "after step \(steps), there are NaN or infinite numbers in \(checked.parameters[broken].name)",
                    fix: "clipGradNorm(optimizer.parameters, maxNorm: 1)  // and a tenth of the rate")
            ]
        }
        let frozen = moved.map { checked.parameters[$0] }.filter { !$0.element.requiresGrad }.map(\.name)
        let learns = moved.contains { checked.parameters[$0].element.requiresGrad }
        let rated = optimizer.groups.contains { $0.learningRate > 0 && $0.parameters.contains(where: \.requiresGrad) }
        stillSteps = rated && !learns ? stillSteps + 1 : 0
        var findings: [SetupFinding] = []
        if !frozen.isEmpty {
            findings.append(
                SetupFinding(
                    .frozenParametersMove, .error,
                    seen: "\(listed(frozen)) moved in step \(steps) and should be frozen",
                    fix: "model.freeze()  // it forgets old gradients too"))
        }
        if stillSteps == Self.closeSteps {
            findings.append(
                SetupFinding(
                    .nothingMoves, .error,
                    seen: "after \(steps) steps all parameters are as they were, at a rate of "
                        + "\(SetupCheck.highestRate(optimizer))", fix: "optimizer.step()  // after loss.backward()"))
        }
        return findings
    }

    /// Parameters that were without a gradient in each of the first steps while others had one. A gradient of zeros is
    /// none.
    mutating func gradientFindings() -> [SetupFinding] {
        let all = checked.parameters.indices.filter { isLearning(checked.parameters[$0].element) }
        let without = all.filter { checked.parameters[$0].element.grad?.isZero ?? true }
        guard without.count < all.count else { return [] }
        for place in without { stepsWithoutGradient[place, default: 0] += 1 }
        let never = all.filter { stepsWithoutGradient[$0] == Self.closeSteps }.map { checked.parameters[$0].name }
        guard steps == Self.closeSteps, !never.isEmpty else { return [] }
        return [
            SetupFinding(
                .gradientMissing, .warning, seen: "\(listed(never)) got no gradient in \(steps) steps",
                fix: "let logits = model(batch.images)  // through all that is to learn")
        ]
    }

    /// Groups that came with different rates and have the same now.
    func flattenedFindings(_ optimizer: Optimizer) -> [SetupFinding] {
        let rates = optimizer.groups.map(\.learningRate)
        guard rates.count == ownRates.count, Set(ownRates).count > 1, Set(rates).count == 1, rates[0] > 0 else {
            return []
        }
        return [
            SetupFinding(
                .groupRatesFlattened, .warning,
                seen:
                    "the groups came with rates from \(ownRates.min() ?? 0) to \(ownRates.max() ?? 0), and in step \(steps) "
                    + "all have \(rates[0])",
                fix: "for i in optimizer.groups.indices { optimizer.groups[i].learningRate = rates[i] * factor }")
        ]
    }

    /// The parameters that the optimizer should change.
    private var learning: [Named<Parameter>] { checked.parameters.filter { isLearning($0.element) } }

    private func isLearning(_ parameter: Parameter) -> Bool { parameter.requiresGrad && checked.isHeld(parameter) }
}

extension Tensor {
    /// Whether all numbers are 0.
    fileprivate var isZero: Bool { withValues { !$0.contains { $0 != 0 } } }
}
