import RandomNumbers
import TrainingCore

/// Grades Q20: parameter groups, and two optimizers over them.
public func gradeConfigureOptimizer(
    groups parameterGroups: (_ model: Module, _ learningRate: Float, _ weightDecay: Float) throws -> [ParameterGroup],
    sgd makeSGD: (_ model: Module, _ learningRate: Float, _ momentum: Float, _ weightDecay: Float) throws -> Optimizer,
    adamW makeAdamW: (_ model: Module, _ learningRate: Float, _ weightDecay: Float) throws -> Optimizer,
    _ grading: Grading
) {
    grading.check("the groups hold what is trainable, each parameter once, at the rate asked for") {
        for model in models(grading) {
            let settings = Q20.Settings(grading)
            let holdings = Q20.Holdings(model)
            let groups = try parameterGroups(model, settings.learningRate, settings.weightDecay)
            try holdings.expectTrainable(groups)
            for group in groups {
                try expect(group.learningRate, equals: settings.learningRate, "rate of group \(group.name)")
            }
        }
        for (what, learns) in [("biases and batch norm", { $0.rank <= 1 }), ("weights", { $0.rank > 1 })] as [OneSide] {
            let model = FreezingModels.chain(grading)
            for parameter in model.parameters { parameter.requiresGrad = learns(parameter) }
            let holdings = Q20.Holdings(model)
            guard let groups = try answer({ try parameterGroups(model, 0.1, 0.1) }) else {
                throw Mistake(
                    expected: "groups of a model of which only \(what) may learn", found: "an error",
                    Q20.oneSidedRefused)
            }
            try holdings.expectTrainable(groups)
        }
    }
    grading.check("weights decay; biases and batch norm do not") {
        for model in models(grading) {
            let settings = Q20.Settings(grading)
            let holdings = Q20.Holdings(model)
            let groups = try parameterGroups(model, settings.learningRate, settings.weightDecay)
            try holdings.expectDecays(groups, settings.weightDecay)
        }
    }
    grading.check("a model in which nothing may learn is refused") {
        for model in FreezingModels.all(grading) {
            FreezingModels.leaveGradients(in: model)
            for parameter in model.parameters { parameter.requiresGrad = false }
            if let groups = try answer({ try parameterGroups(model, 0.1, 0.1) }) {
                let count = groups.flatMap(\.parameters).count
                throw Mistake(
                    expected: "an error", found: "\(groups.count) groups of \(count) parameters",
                    count == 0 ? Q20.emptyAccepted : Q20.frozenIncluded)
            }
        }
    }
    grading.check("SGD steps with Nesterov momentum, and decay where it belongs") {
        for model in models(grading) {
            let settings = Q20.Settings(grading)
            let holdings = Q20.Holdings(model)
            let optimizer = try makeSGD(model, settings.learningRate, settings.momentum, settings.weightDecay)
            try holdings.expectTrainable(optimizer.groups)
            let momentum = settings.momentum
            try holdings.expectSteps(
                of: optimizer, settings, grading, right: { $0.sgd(momentum: momentum, nesterov: true) },
                known: [
                    (Q20.nesterovLeftOut, { $0.sgd(momentum: momentum, nesterov: false) }),
                    (Q20.nesterovWithoutMomentum, { $0.sgd(momentum: 0, nesterov: false) }),
                ])
        }
    }
    grading.check("AdamW steps with decoupled decay, and decay where it belongs") {
        for model in models(grading) {
            let settings = Q20.Settings(grading)
            let holdings = Q20.Holdings(model)
            let optimizer = try makeAdamW(model, settings.learningRate, settings.weightDecay)
            try holdings.expectTrainable(optimizer.groups)
            try holdings.expectSteps(
                of: optimizer, settings, grading, right: { $0.adam(decoupled: true) },
                known: [(Q20.l2InAdam, { $0.adam(decoupled: false) })])
        }
    }
    // Last, because a program that passes this on to the core stops here.
    grading.check("Nesterov without momentum is refused", explainingCrash: Q20.nesterovWithoutMomentum) {
        let optimizer = try answer { try makeSGD(FreezingModels.chain(grading), 0.1, 0, 0.1) }
        try expect(
            optimizer == nil, expected: "an error for momentum 0", found: "an optimizer", Q20.nesterovWithoutMomentum)
    }
}

/// Those parameters of a model that may learn, in words and as a rule.
private typealias OneSide = (what: String, learns: (Parameter) -> Bool)

/// What the answer gives; `nil` if it throws an error of its own.
private func answer<Answer>(_ body: () throws -> Answer) throws -> Answer? {
    do {
        return try body()
    } catch let unfinished as Unfinished {
        throw unfinished
    } catch {
        return nil
    }
}

/// Models of which all, the last part or a few parameters here and there may learn. Old gradients lie about.
private func models(_ grading: Grading) -> [Module] {
    var generator = grading.generator()
    let (whole, head, scattered) = (
        FreezingModels.chain(grading), FreezingModels.residual(grading), FreezingModels.residual(grading)
    )
    for parameter in scattered.parameters { parameter.requiresGrad = Bool.random(using: &generator) }
    scattered.fc.unfreeze()
    for (name, parameter) in head.namedParameters {
        parameter.requiresGrad = name.hasPrefix("layer4") || name.hasPrefix("fc")
    }
    for model in [head, scattered, whole] { FreezingModels.leaveGradients(in: model) }
    return [head, scattered, whole]
}
