import TrainingCore

/// Grades Q17: everything learns and follows, gently, from where it is, and the optimizer knows.
public func gradeUnfreezeEverything(
    _ unfreezeEverything: (Module, Float, Optimizer) throws -> Optimizer, _ grading: Grading
) {
    grading.check("every parameter may learn") {
        for one in try TrainedHead.all(grading) {
            _ = try unfreezeEverything(one.model, one.rate, one.old)
            let closed = one.model.namedParameters.filter { !$0.element.requiresGrad }.map(\.name)
            try expect(
                closed.isEmpty, expected: "all \(one.model.parameters.count) parameters may learn",
                found: "\(closed.count) may not, the first is \(closed.first ?? "")",
                Set(closed) == Set(one.normParameters) ? Q17.normLeftBehind : nil)
        }
    }
    grading.check("batch-norm statistics follow in training mode") {
        for one in try TrainedHead.all(grading) {
            _ = try unfreezeEverything(one.model, one.rate, one.old)
            let before = ModelSnapshot(one.model)
            try FreezingModels.step(one.model, nil, on: FreezingModels.images(grading))
            let moved = before.movedBuffers(ModelSnapshot(one.model))
            let still = before.buffers.map(\.name).filter { !moved.contains($0) }
            try expect(
                still.isEmpty, expected: "all \(before.buffers.count) buffers follow the batches",
                found: "\(still.count) stay, the first is \(still.first ?? "")",
                one.othersLearn ? Q17.normLeftBehind : nil)
        }
    }
    grading.check("the statistics are still no parameters") {
        for one in try TrainedHead.all(grading) {
            let optimizer = try unfreezeEverything(one.model, one.rate, one.old)
            let wanting = one.model.namedBuffers.filter { $0.element.value.requiresGrad }.map(\.name)
            try expect(
                wanting.isEmpty, expected: "no buffer wants a gradient", found: "\(wanting.first ?? "") does",
                Q17.buffersTrainable)
            let buffer = one.bufferHeld(by: optimizer)
            try expect(
                buffer == nil, expected: "no buffer in the optimizer", found: "it holds \(buffer ?? "")",
                Q17.buffersTrainable)
        }
    }
    grading.check("the optimizer holds every parameter, each once") {
        for one in try TrainedHead.all(grading) {
            let optimizer = try unfreezeEverything(one.model, one.rate, one.old)
            let found = Set(optimizer.parameters.map(ObjectIdentifier.init))
            let all = one.model.namedParameters
            let missing = all.filter { !found.contains(ObjectIdentifier($0.element)) }.map(\.name)
            try expect(
                missing.isEmpty && found.count == all.count, expected: "the \(all.count) parameters of the model",
                found: "\(found.count)" + (missing.first.map { ", not \($0)" } ?? ""), one.reason(for: optimizer))
        }
    }
    grading.check("all of it learns at a tenth of the head's rate") {
        for one in try TrainedHead.all(grading) {
            let optimizer = try unfreezeEverything(one.model, one.rate, one.old)
            let rates = optimizer.groups.filter { !$0.parameters.isEmpty }.map(\.learningRate)
            let isOld = one.holdsWhatItHeld(optimizer)
            try expect(
                rates.allSatisfy { isClose($0, one.rate / 10) }, expected: "a rate of \(one.rate / 10)",
                found: "\(rates.map { "\($0)" }.joined(separator: ", "))",
                isOld ? Q17.oldOptimizer : one.reason(forRates: rates))
        }
    }
    grading.check("the weights, the head's included, are those that were trained") {
        for one in try TrainedHead.all(grading) {
            let before = ModelSnapshot(one.model)
            _ = try unfreezeEverything(one.model, one.rate, one.old)
            let after = ModelSnapshot(one.model)
            let now = Dictionary(one.model.namedParameters.map { ($0.name, $0.element) }) { first, _ in first }
            let replaced = one.parameters.filter { now[$0.name] !== $0.element }.map(\.name)
            let changed = before.movedParameters(after) + before.movedBuffers(after) + replaced
            try expect(
                changed.isEmpty, expected: "the parameters that were trained, with their numbers",
                found: "others in \(changed.first ?? "")",
                changed.allSatisfy { $0.hasPrefix("\(one.head).") } ? Q17.headRebuilt : nil)
        }
    }
}

/// Whether two rates are the same but for rounding.
private func isClose(_ a: Float, _ b: Float) -> Bool { abs(a - b) <= 1e-4 * abs(b) }

/// A model whose head was trained on a frozen body, and the optimizer that did it.
private struct TrainedHead {
    let model: Module
    let head: String
    /// The rate the head began with; a schedule has brought it down in `old` since.
    let rate: Float
    let old: Optimizer
    /// What `old` held and what the model had before the answer ran.
    let held: [Parameter], parameters: [Named<Parameter>]

    init(_ model: Module, head: String, opening blocks: [String], rate: Float, _ grading: Grading) throws {
        try model.freeze(except: blocks + [head])
        let old = SGD(model.trainableParameters, learningRate: rate, momentum: 0.9)
        try FreezingModels.step(model, old, on: FreezingModels.images(grading))
        old.groups[0].learningRate = rate / 400
        (self.model, self.head, self.rate, self.old) = (model, head, rate, old)
        (held, parameters) = (old.parameters, model.namedParameters)
    }

    /// A residual network whose head alone was trained, one with a block besides, and a chain of layers.
    static func all(_ grading: Grading) throws -> [TrainedHead] {
        var generator = grading.generator()
        func rate() -> Float { Float.random(in: 0.01...0.2, using: &generator) }
        return [
            try TrainedHead(FreezingModels.residual(grading), head: "fc", opening: [], rate: rate(), grading),
            try TrainedHead(FreezingModels.residual(grading), head: "fc", opening: ["layer4"], rate: rate(), grading),
            try TrainedHead(FreezingModels.chain(grading), head: "8", opening: [], rate: rate(), grading),
        ]
    }

    /// The scales and shifts of the batch norms that were frozen.
    var normParameters: [String] {
        let held = Set(held.map(ObjectIdentifier.init))
        return model.namedModules.filter { $0.element is BatchNorm }.flatMap { path, norm in
            norm.namedParameters.filter { !held.contains(ObjectIdentifier($0.element)) }.map { "\(path).\($0.name)" }
        }
    }

    /// Whether everything learns but, perhaps, batch norm.
    var othersLearn: Bool {
        model.namedParameters.allSatisfy { $0.element.requiresGrad || normParameters.contains($0.name) }
    }

    func holdsWhatItHeld(_ optimizer: Optimizer) -> Bool {
        Set(optimizer.parameters.map(ObjectIdentifier.init)) == Set(held.map(ObjectIdentifier.init))
    }

    /// The name of a buffer whose numbers, or a copy of them, the optimizer is to change.
    func bufferHeld(by optimizer: Optimizer) -> String? {
        let own = Set(model.parameters.map(ObjectIdentifier.init))
        let foreign = optimizer.parameters.filter { !own.contains(ObjectIdentifier($0)) }.map(\.values)
        return model.namedBuffers.first { foreign.contains($0.element.value.values) }?.name
    }

    /// Why the optimizer holds what it holds, if that is plain to see.
    func reason(for optimizer: Optimizer) -> Misconception? {
        if holdsWhatItHeld(optimizer) { return Q17.oldOptimizer }
        if bufferHeld(by: optimizer) != nil { return Q17.buffersTrainable }
        let found = Set(optimizer.parameters.map(ObjectIdentifier.init))
        let trained = Set(parameters.map { ObjectIdentifier($0.element) })
        if found == trained { return Q17.headRebuilt }
        let norms = Set(normParameters)
        let others = parameters.filter { !norms.contains($0.name) }.map { ObjectIdentifier($0.element) }
        return found == Set(others) ? Q17.normLeftBehind : nil
    }

    /// Why the rates are what they are, if that is plain to see.
    func reason(forRates rates: [Float]) -> Misconception? {
        if rates.allSatisfy({ isClose($0, rate) }) { return Q17.rateNotLowered }
        let left = rate / 400
        let known = [left, left / 10, rate / 10]
        return rates.allSatisfy { found in known.contains { isClose(found, $0) } } ? Q17.ratesEndTaken : nil
    }
}
