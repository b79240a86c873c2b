import Foundation
import Optimizers
import Tensors

/// What the images, the logits, the loss and the gradients' norm say.
extension SetupProbe {
    /// As many steps at the full rate or half of it should show whether anything is learnt.
    static let patience = 100
    /// As many steps show what clipping does.
    static let clippingSteps = 30

    /// Normalised pixels lie within ten of 0, and those of a whole batch are seldom within a twentieth of each other.
    func imageFindings(_ images: Tensor) -> [SetupFinding] {
        var (low, high): (Float, Float) = (.infinity, -.infinity)
        images.withValues { values in
            for value in values {
                low = value < low ? value : low
                high = value > high ? value : high
            }
        }
        guard images.isFinite else {
            return [
                SetupFinding(
                    .nonFiniteValues, .error, seen: "there are NaN or infinite numbers in the first batch of images",
                    fix: "Normalize(mean: preset.mean, std: preset.std)  // deviations above 0")
            ]
        }
        let isTwice = low < high && high - low < 0.05
        guard isTwice || max(-low, high) > 50 else { return [] }
        return [SetupCheck.imagesScaledWrong("the first batch has numbers from \(low) to \(high)", isTwice: isTwice)]
    }

    /// What the loss should be for these logits, and what guessing would bring.
    mutating func lossFindings(_ logits: Tensor, _ labels: [Int]?, _ loss: Float) -> [SetupFinding] {
        guard loss.isFinite else {
            return [
                SetupFinding(
                    .nonFiniteValues, .error, seen: "the loss of step \(steps + 1) is \(loss)",
                    fix: "optimizer.groups[0].learningRate /= 10")
            ]
        }
        guard let labels, logits.rank == 2, logits.shape[0] == labels.count, !labels.isEmpty,
            labels.allSatisfy({ (0..<logits.shape[1]).contains($0) })
        else { return [] }
        if steps >= Self.closeSteps && !isAtFullRate { return [] }
        let classes = logits.shape[1]
        let plain = meanCrossEntropy(logits, labels)
        var findings = steps < Self.closeSteps ? formFindings(Double(loss), plain, logits, labels) : []
        if steps == 0, let expected = checked.setup.training?.dataset.classes.count, classes != expected {
            findings.append(SetupCheck.headMisfit(logits: classes, classes: expected, checked.head?.name ?? ""))
        }
        return findings + chanceFindings(plain, log(Double(classes)))
    }

    private var isAtFullRate: Bool { checked.setup.schedule.map { $0.factor(at: steps) >= 0.5 } ?? true }

    /// Whether the loss is a sum, or a cross-entropy of probabilities, in two steps: once it may be so by chance.
    private mutating func formFindings(
        _ loss: Double, _ plain: Double, _ logits: Tensor, _ labels: [Int]
    ) -> [SetupFinding] {
        func isLoss(_ value: Double) -> Bool { abs(loss - value) <= 2e-5 * abs(value) }
        let (count, double) = (labels.count, meanCrossEntropyOfProbabilities(logits, labels))
        var finding: SetupFinding?
        if count > 1, isLoss(plain * Double(count)), !isLoss(plain) {
            finding = SetupCheck.notAveraged(
                "the loss is \(loss), \(count) times the mean cross-entropy of the \(count) images")
        } else if isLoss(plain) && areProbabilities(logits) {
            finding = SetupCheck.probabilities("the model's outputs are probabilities: each row sums to 1")
        } else if isLoss(double), abs(double - plain) > 1e-3 * double {
            finding = SetupCheck.probabilities("the loss is \(loss), the cross-entropy of the logits \(plain)")
        }
        defer { suspectedForm = finding?.rule }
        return finding.map { $0.rule == suspectedForm ? [$0] : [] } ?? []
    }

    /// The first loss of a new head is that of guessing, ln C; three times as much, and 3 more, is far. Another head
    /// may be confident in something else: there ten times as much is told. After a hundred steps the loss should be
    /// below that of guessing, or at least on its way down.
    ///
    /// Steps at less than half of the schedule's rate do not count.
    private mutating func chanceFindings(_ loss: Double, _ chance: Double) -> [SetupFinding] {
        if losses.isEmpty && steps == 0 && backwardPasses == 0 {
            let limit = headIsFresh ? max(3 * chance, chance + 3) : 10 * chance + 3
            if loss > limit {
                return [
                    SetupFinding(
                        .lossFarFromChanceAtStart, .warning,
                        seen: "the first loss is \(rounded(loss)); guessing costs \(rounded(chance))",
                        fix: "let head = Linear(features, classes)  // small weights, on normalised images")
                ]
            }
        }
        guard isAtFullRate else { return [] }
        losses.append(loss)
        guard losses.count == Self.patience else { return [] }
        let (first, last) = (mean(losses.prefix(10)), mean(losses.suffix(20)))
        let isNoBetter = last > 0.97 * chance || (last > 0.85 * chance && last > first - 0.03 * chance)
        guard isNoBetter else { return [] }
        return [
            SetupFinding(
                .lossStaysAtChance, .warning,
                seen: "after \(steps + 1) steps the loss is \(rounded(last)); guessing costs \(rounded(chance))",
                fix: "try findLearningRate(model, training: loader, optimizer: optimizer).steepest")
        ]
    }

    /// Gradients ten times as long as the limit are common where training begins. Thirty times in every step is too
    /// much; with Adam and its like, which divide by the gradients' size anyway, a hundred times. A hundredth is more
    /// than a net for rare falls.
    mutating func clippingFindings(_ norm: Float, _ maxNorm: Float) -> [SetupFinding] {
        if norm == 0 || (backwardPasses == 0 && hasSeenBackward) {
            return [
                SetupFinding(
                    .clippingOutOfPlace, .error,
                    seen: norm == 0
                        ? "the gradients that are clipped have a norm of 0"
                        : "gradients are clipped after step \(steps), and before there are new ones",
                    fix: "clipGradNorm(optimizer.parameters, maxNorm: \(maxNorm))  // between backward() and step()")
            ]
        }
        norms.append(norm)
        guard norms.count == Self.clippingSteps, let lowest = norms.min(), let highest = norms.max() else { return [] }
        let range =
            "in \(norms.count) steps, the gradient's norm was \(lowest) to \(highest), and is clipped to \(maxNorm)"
        if lowest > (checked.setup.optimizer is SGD ? 30 : 100) * maxNorm {
            return [
                SetupFinding(
                    .clippingAlwaysBites, .warning, seen: range,
                    fix: "clipGradNorm(optimizer.parameters, maxNorm: \(highest))")
            ]
        }
        guard highest < maxNorm / 100 else { return [] }
        return [
            SetupFinding(
                .clippingNeverBites, .warning, seen: range,
                fix: "clipGradNorm(optimizer.parameters, maxNorm: \(10 * highest))")
        ]
    }
}

private func mean(_ numbers: ArraySlice<Double>) -> Double { numbers.reduce(0, +) / Double(max(numbers.count, 1)) }

private func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
