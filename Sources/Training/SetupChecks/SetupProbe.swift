import Datasets
import Layers
import Optimizers
import Tensors

/// Looks over a training loop's shoulder during its first steps and finds what only shows while a model learns.
///
///     var probe = SetupProbe(setup)       // right before the loop
///     for finding in probe.findings { print(finding) }
///     …
///     let loss = crossEntropy(logits, batch.labels)
///     let findings = probe.beforeBackward(
///         images: batch.images, logits: logits, labels: batch.labels, loss: loss.item)
///     loss.backward()
///     optimizer.step()
///     for finding in findings + probe.afterStep() { print(finding) }
///
/// The first three steps are looked at closely: what moved, what got a gradient, in which mode. Up to the 30th it
/// compares norms with what they are clipped to, up to the 100th the loss with that of guessing. Later on it only looks
/// at the mode and at statistics. It changes nothing, and each rule is broken once at most.
public struct SetupProbe {
    /// Steps that are looked at closely. One may be exceptional: a rate of 0 as a schedule begins, a head of zeros,
    /// which lets no gradient through.
    static let closeSteps = 3

    let checked: CheckedSetup
    /// Whether the head was new when the loop began: only then is its first loss known, that of guessing.
    let headIsFresh: Bool
    /// The rates that the groups came with.
    let ownRates: [Float]
    /// Steps of the optimizer so far.
    var steps = 0
    /// Backward passes since the last step, and whether there was any in all.
    var backwardPasses = 0, hasSeenBackward = false
    /// What the static rules find, see ``SetupCheck``. The probe does not say it again, nor what follows from it.
    public let findings: [SetupFinding]
    /// What has been said.
    private var said: Set<SetupRule>

    var parametersBefore: [[Float]] = []
    var statisticsBefore: [String: [Float]]
    var stillSteps = 0
    /// In how many steps each parameter was without a gradient while others had one, by its place.
    var stepsWithoutGradient: [Int: Int] = [:]
    /// What the form of the last loss looked like.
    var suspectedForm: SetupRule?
    var norms: [Float] = []
    var losses: [Double] = []

    /// A probe for a loop that is about to begin.
    public init(_ setup: TrainingSetup) {
        checked = CheckedSetup(setup)
        findings = SetupCheck.findings(for: checked, readingImages: false)
        headIsFresh = checked.head?.element.hasFreshWeights ?? false
        ownRates = setup.optimizer?.groups.map(\.learningRate) ?? []
        said = Set(findings.map(\.rule))
        statisticsBefore = checked.statisticsInFrozenPart
    }

    /// To be called between the forward and the backward pass. Several of these may come before one step.
    ///
    /// - Parameters:
    ///   - images: what went into the model; asked for in the first step only.
    ///   - logits: what came out, `[batch, classes]`.
    ///   - labels: the class of each row; `nil` where targets are no single classes, as of mixed images.
    ///   - loss: the loss of the batch.
    public mutating func beforeBackward(
        images: @autoclosure () -> Tensor?, logits: Tensor, labels: [Int]?, loss: Float
    ) -> [SetupFinding] {
        defer {
            backwardPasses += 1
            hasSeenBackward = true
        }
        var findings: [SetupFinding] = []
        if steps == 0 && backwardPasses == 0 { findings += images().map(imageFindings) ?? [] }
        // A loop that validates may come back from that in the wrong mode, so this is looked at in every step.
        if !said.contains(.evaluationModeWhileTraining) { findings += modeFindings() }
        if looksAtStatistics { findings += statisticsFindings() }
        if steps < Self.closeSteps {
            findings += leftoverFindings()
            if backwardPasses == 0 { parametersBefore = checked.parameterSamples }
        }
        if losses.count < Self.patience { findings += lossFindings(logits, labels, loss) }
        return new(findings)
    }

    /// To be called when gradients have been clipped.
    ///
    /// - Parameters:
    ///   - norm: their norm before, as `clipGradNorm` returns it.
    ///   - maxNorm: the largest norm allowed.
    public mutating func clipped(norm: Float, to maxNorm: Float) -> [SetupFinding] {
        norms.count < Self.clippingSteps ? new(clippingFindings(norm, maxNorm)) : []
    }

    /// To be called after each step of the optimizer, while the gradients are still there.
    public mutating func afterStep() -> [SetupFinding] {
        steps += 1
        backwardPasses = 0
        if looksAtStatistics { statisticsBefore = checked.statisticsInFrozenPart }
        guard let optimizer = checked.setup.optimizer, steps <= Self.closeSteps else { return [] }
        return new(movementFindings(optimizer) + gradientFindings() + flattenedFindings(optimizer))
    }

    /// To be called with what the model makes of validation images, while it is measured.
    public mutating func evaluated(_ logits: Tensor) -> [SetupFinding] {
        let training = checked.modal.filter { $0.element.dependsOnMode && $0.element.isTraining }.map(\.name)
        if !training.isEmpty {
            return new([
                SetupFinding(
                    .trainingModeWhileEvaluating, .error, seen: "\(listed(training)) behave as in training",
                    fix: "try model.evaluating { … }")
            ])
        }
        guard logits.requiresGrad else { return [] }
        return new([
            SetupFinding(
                .gradientsWhileEvaluating, .warning, seen: "the logits want a gradient",
                fix: "try model.evaluating { … }")
        ])
    }

    /// In the first steps and in each eighth later one: a frozen block may be put into training mode at any time.
    private var looksAtStatistics: Bool {
        !said.contains(.statisticsMoveInFrozenBlock) && (steps <= Self.closeSteps || steps % 8 == 0)
    }

    /// What has not been said, nor follows from what has.
    private mutating func new(_ findings: [SetupFinding]) -> [SetupFinding] {
        guard !findings.isEmpty else { return [] }
        let fresh = findings.inOrder(after: said)
        said.formUnion(fresh.map(\.rule))
        return fresh
    }
}

extension Module {
    /// Whether a module that may behave otherwise in training does.
    var dependsOnMode: Bool {
        switch self {
        case let norm as BatchNorm: !norm.statisticsAreFrozen
        case let path as DropPath: !path.isStill
        default: true
        }
    }
}

extension CheckedSetup {
    /// Some numbers of each parameter. What changes a parameter, such as decay, changes nearly all of its numbers.
    var parameterSamples: [[Float]] { parameters.map { $0.element.sampled(64) } }

    /// Some running means of each norm that stands in a frozen part, by the norm's name.
    var statisticsInFrozenPart: [String: [Float]] {
        Dictionary(
            uniqueKeysWithValues: normsInFrozenPart.map { ($0.name, $0.norm?.runningMean.value.sampled(64) ?? []) })
    }
}
