import TrainingCore

/// A learner's training step.
public typealias ClippedStep = (
    _ model: Module, _ images: Tensor, _ labels: [Int], _ optimizer: Optimizer, _ maxNorm: Float
) throws -> (loss: Float, norm: Float)

/// Grades Q22: gradients are clipped by their global norm, between backward and step.
public func gradeClipGradients(
    clipGradients: ([Parameter], Float) throws -> Float, trainingStep: ClippedStep, _ grading: Grading
) {
    grading.check("the norm that comes back is that of all gradients together, before clipping") {
        for item in cases(grading, [true, false, true]) {
            let outcome = try item.outcome(clipGradients)
            try expect(
                Clipping.agree(outcome.returned, item.norm), expected: "norm \(item.norm) with limit \(item.limit)",
                found: "\(outcome.returned)", item.explanation(outcome))
        }
    }
    grading.check("large gradients are scaled down by one common factor") {
        for item in cases(grading, [true, true]) {
            let outcome = try item.outcome(clipGradients)
            try item.expectGradients(outcome, Clipping.together(item.gradients, item.limit))
        }
    }
    grading.check("small gradients stay as they are") {
        for item in cases(grading, [false, false]) {
            try item.expectGradients(try item.outcome(clipGradients), item.gradients)
        }
        let without = [Parameter(.ones([3])), Parameter(.zeros([2, 2]))]
        try expect(try clipGradients(without, 1), equals: 0, "norm where there are no gradients")
        try expect(without.allSatisfy { $0.grad == nil }, expected: "still no gradients", found: "some")
    }
    grading.check("weights are left alone") {
        for item in cases(grading, [true, false]) {
            let outcome = try item.outcome(clipGradients)
            for i in item.weights.indices {
                try expect(
                    outcome.weights[i] ?? [], closeTo: item.weights[i] ?? [], "weights of parameter \(i)",
                    item.explanation(outcome))
            }
        }
    }
    grading.check("a step with large gradients moves the weights along the clipped ones") {
        try checkStep(trainingStep, isLarge: true, grading)
    }
    grading.check("a step with small gradients is an ordinary one") {
        try checkStep(trainingStep, isLarge: false, grading)
    }
    grading.check("a step returns the batch's loss and the norm before clipping") {
        for isLarge in [true, false] {
            let step = ClippingStep(grading, isLarge: isLarge)
            let (outcome, loss) = try take(trainingStep, step)
            try expect([loss], closeTo: [step.loss], "loss")
            try expect(
                Clipping.agree(outcome.returned, step.norm), expected: "norm \(step.norm) with limit \(step.limit)",
                found: "\(outcome.returned)", Q22.explanation(of: outcome, in: step))
        }
    }
    grading.check("three steps with momentum and weight decay lead where they should") {
        let step = ClippingStep(grading, isLarge: true)
        let (model, twin) = (step.model(), step.model())
        let (optimizer, reference) = (momentum(model, step), momentum(twin, step))
        for _ in 0..<3 {
            _ = try trainingStep(model, step.images, step.labels, optimizer, step.limit)
            reference.zeroGrad()
            crossEntropy(twin(step.images), step.labels).backward()
            let clipped = Clipping.together(twin.parameters.map { $0.grad?.values }, step.limit)
            for (parameter, values) in zip(twin.parameters, clipped) {
                parameter.grad = values.map { Tensor($0, shape: parameter.shape) }
            }
            reference.step()
        }
        for (found, expected) in zip(model.namedParameters, twin.parameters) {
            try expect(found.element.values, closeTo: expected.values, found.name)
        }
    }
}

private func cases(_ grading: Grading, _ sizes: [Bool]) -> [ClippingCase] {
    var generator = grading.generator()
    return sizes.map { ClippingCase(&generator, isLarge: $0) }
}

extension ClippingCase {
    func explanation(_ outcome: ClippingOutcome) -> Misconception? {
        Q22.explanation(of: outcome, gradients: gradients, weights: weights, limit: limit)
    }

    /// Fails the running check unless the gradients after clipping are the expected ones.
    func expectGradients(_ outcome: ClippingOutcome, _ expected: Clipping.Values) throws {
        for (i, values) in expected.enumerated() {
            guard let values else {
                try expect(outcome.gradients[i] == nil, expected: "no gradient for parameter \(i)", found: "one")
                continue
            }
            guard let found = outcome.gradients[i] else {
                throw Mistake(expected: "a gradient for parameter \(i)", found: "none")
            }
            try expect(
                found, closeTo: values, "norm \(norm), limit \(limit): gradient of parameter \(i)", explanation(outcome)
            )
        }
    }
}

/// Fails the running check unless a step of plain gradient descent moves the weights along the clipped gradients.
private func checkStep(_ trainingStep: ClippedStep, isLarge: Bool, _ grading: Grading) throws {
    for _ in 0..<2 {
        let step = ClippingStep(grading, isLarge: isLarge)
        let (outcome, _) = try take(trainingStep, step)
        let expected = step.weights(step.start, movedAlong: Clipping.together(step.gradients, step.limit))
        for (i, name) in step.model().namedParameters.map(\.name).enumerated() {
            try expect(
                outcome.weights[i] ?? [], closeTo: expected[i] ?? [],
                "gradients of norm \(step.norm), limit \(step.limit): \(name)",
                Q22.explanation(of: outcome, in: step))
        }
    }
}

/// What the learner's step does with a fresh model under plain gradient descent.
private func take(_ trainingStep: ClippedStep, _ step: ClippingStep) throws -> (ClippingOutcome, loss: Float) {
    let model = step.model()
    let held = ClippingStep.held(model)
    let parameters = zip(model.parameters, held).filter(\.1).map(\.0)
    let optimizer = SGD(parameters, learningRate: step.learningRate)
    let (loss, norm) = try trainingStep(model, step.images, step.labels, optimizer, step.limit)
    let outcome = ClippingOutcome(
        returned: norm, gradients: zip(model.parameters, held).map { $1 ? $0.grad?.values : nil },
        weights: model.parameters.map(\.values))
    return (outcome, loss)
}

private func momentum(_ model: Module, _ step: ClippingStep) -> Optimizer {
    SGD(model.parameters, learningRate: step.learningRate, momentum: 0.9, weightDecay: 0.01)
}
