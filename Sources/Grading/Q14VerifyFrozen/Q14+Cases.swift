import TrainingCore

/// A model in some state of freezing, and a step that moves some of it.
struct FreezingCase {
    let what: String
    let model: Module
    let step: () throws -> Void

    /// States that differ in what is open, what moves, and whether the two agree.
    static func all(_ grading: Grading) -> [FreezingCase] {
        agreeing(grading) + [
            drifting(FreezingModels.residual(grading), grading), drifting(FreezingModels.chain(grading), grading),
            stale(FreezingModels.chain(grading), grading), unheld(FreezingModels.chain(grading), grading),
            swapping(FreezingModels.chain(grading), grading),
        ]
    }

    /// States that differ in what is open; just that moves.
    static func agreeing(_ grading: Grading) -> [FreezingCase] {
        var generator = grading.generator()
        return [
            opened("everything learns", FreezingModels.residual(grading), grading) { _ in true },
            opened("everything is frozen", FreezingModels.chain(grading), grading) { _ in false },
            opened("only the last layer learns", FreezingModels.chain(grading), grading) { $0.hasPrefix("8.") },
            opened("only biases learn", FreezingModels.chain(grading), grading) { $0.hasSuffix("bias") },
            opened("all but the first layer learn", FreezingModels.chain(grading), grading) { !$0.hasPrefix("0.") },
            opened("a random half learns", FreezingModels.residual(grading), grading) { _ in generator.uniform() < 0.5
            },
        ]
    }

    /// The step moves what may learn; statistics stay.
    private static func opened(
        _ what: String, _ model: Module, _ grading: Grading, _ mayLearn: (String) -> Bool
    ) -> FreezingCase {
        model.freeze()
        for (name, parameter) in model.namedParameters { parameter.requiresGrad = mayLearn(name) }
        let optimizer = model.isFrozen ? nil : SGD(model.trainableParameters, learningRate: 0.1)
        let images = FreezingModels.images(grading)
        return FreezingCase(what: what, model: model) { try FreezingModels.step(model, optimizer, on: images) }
    }

    /// No parameter moves, the statistics do.
    private static func drifting(_ model: Module, _ grading: Grading) -> FreezingCase {
        model.freeze(statistics: .follow)
        let images = FreezingModels.images(grading)
        return FreezingCase(what: "frozen, but statistics follow", model: model) {
            try FreezingModels.step(model, nil, on: images)
        }
    }

    /// Every flag is off, but an optimizer holds gradients from before.
    private static func stale(_ model: Module, _ grading: Grading) -> FreezingCase {
        let images = FreezingModels.images(grading)
        let optimizer = SGD(model.parameters, learningRate: 0.1, momentum: 0.9)
        FreezingModels.leaveGradients(in: model)
        for parameter in model.parameters { parameter.requiresGrad = false }
        for case let norm as BatchNorm in model.namedModules.map(\.element) { norm.statisticsAreFrozen = true }
        return FreezingCase(what: "every flag off, old gradients left", model: model) {
            try FreezingModels.step(model, optimizer, on: images)
        }
    }

    /// Everything may learn, but nothing moves: no optimizer holds it.
    private static func unheld(_ model: Module, _ grading: Grading) -> FreezingCase {
        model.freeze()
        for parameter in model.parameters { parameter.requiresGrad = true }
        let images = FreezingModels.images(grading)
        return FreezingCase(what: "everything open, held by no optimizer", model: model) {
            try FreezingModels.step(model, nil, on: images)
        }
    }

    /// Two numbers of one frozen weight change places, which no sum would show.
    private static func swapping(_ model: Module, _ grading: Grading) -> FreezingCase {
        model.freeze()
        let weight = model.parameters.last { $0.rank == 2 }
        return FreezingCase(what: "frozen, but two numbers of a weight change places", model: model) {
            weight?.withMutableValues { $0.swapAt(0, $0.count - 1) }
        }
    }
}
