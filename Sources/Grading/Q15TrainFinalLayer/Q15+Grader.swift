import TrainingCore

/// Grades Q15: the head learns, the body does not, and the optimizer holds just the head.
public func gradeTrainFinalLayer(
    trainOnlyHead: (ResNet) throws -> [Parameter], replaceHead: (ResNet, Int) throws -> [Parameter],
    _ grading: Grading
) {
    grading.check("the head may learn, and nothing else may") {
        for model in startingModels(grading) {
            let head = model.fc
            _ = try trainOnlyHead(model)
            try expect(model.fc === head, expected: "the head the model had", found: "another one")
            try expectOnlyHeadLearns(model, whenHeadIsFrozen: Q15.headFrozenToo)
        }
    }
    grading.check("the optimizer gets the head's parameters, each once") {
        for model in startingModels(grading) {
            let all = model.namedParameters
            let parameters = try trainOnlyHead(model)
            try expectHeadOnly(parameters, of: model, before: all, whenHeadIsFrozen: Q15.headFrozenToo)
        }
    }
    grading.check("in training mode, statistics stay in the body and follow in the head") {
        for model in startingModels(grading) {
            let head = model.fc
            _ = try trainOnlyHead(model)
            try expect(model.fc === head, expected: "the head the model had", found: "another one")
            let before = ModelSnapshot(model)
            try FreezingModels.step(model, nil, on: FreezingModels.images(grading))
            let moved = before.movedBuffers(ModelSnapshot(model))
            try expectBodyUnmoved(moved, of: before.buffers.count)
            for (name, _) in before.buffers where name.hasPrefix("fc.") {
                try expect(
                    moved.contains(name), expected: "\(name) follows the batches", found: "it stays",
                    Q15.headFrozenToo)
            }
        }
    }
    grading.check("a new head of the right widths may learn, and nothing else may") {
        for (model, classes) in startingSwaps(grading) {
            let before = ModelSnapshot(model)
            let old = model.fc
            _ = try replaceHead(model, classes)
            try expectNewHead(model, old, classes)
            let moved = before.movedParameters(ModelSnapshot(model)).filter { !$0.hasPrefix("fc.") }
            try expect(moved.isEmpty, expected: "the body's weights as loaded", found: "others in \(moved.first ?? "")")
            let frozen = leavesHeadFrozen(trainOnlyHead, grading) ? Q15.headFrozenToo : Q15.frozenAfterSwap
            try expectOnlyHeadLearns(model, whenHeadIsFrozen: frozen)
        }
    }
    grading.check("the optimizer gets the new head's parameters, each once") {
        for (model, classes) in startingSwaps(grading) {
            let all = model.namedParameters
            let parameters = try replaceHead(model, classes)
            let frozen = leavesHeadFrozen(trainOnlyHead, grading) ? Q15.headFrozenToo : Q15.frozenAfterSwap
            try expectHeadOnly(parameters, of: model, before: all, whenHeadIsFrozen: frozen)
        }
    }
    grading.check("a training step moves the new head and nothing else") {
        for (model, classes) in startingSwaps(grading) {
            let (all, old) = (model.namedParameters, model.fc)
            let parameters = try replaceHead(model, classes)
            try expectNewHead(model, old, classes)
            try expect(!parameters.isEmpty, expected: "parameters for the optimizer", found: "none")
            try expect(
                Set(parameters.map(ObjectIdentifier.init)).count == parameters.count,
                expected: "each parameter once", found: "\(parameters.count) with repetitions")
            let before = ModelSnapshot(model)
            let optimizer = SGD(parameters, learningRate: 0.1, momentum: 0.9, weightDecay: 0.1)
            try FreezingModels.step(model, optimizer, on: FreezingModels.images(grading))
            let after = ModelSnapshot(model)
            try expectBodyUnmoved(before.movedBuffers(after), of: before.buffers.count)
            let moved = before.movedParameters(after)
            let body = moved.filter { !$0.hasPrefix("fc.") }
            try expect(
                body.isEmpty, expected: "no weight of the body moved",
                found: "\(body.count), first \(body.first ?? "")",
                suspicion(parameters, model, all))
            try expect(
                moved.count == 2, expected: "fc.weight and fc.bias moved",
                found: moved.isEmpty ? "they stay" : "only \(moved[0])", suspicion(parameters, model, all))
        }
    }
}

// MARK: - Where the answer starts

/// Models with a single layer and with several as their head, all learning or all frozen, with old gradients.
private func startingModels(_ grading: Grading) -> [ResNet] {
    var generator = grading.generator()
    return [false, true].flatMap { isFrozen in
        [false, true].map { hasDeepHead in
            let width = Int.random(in: 3...5, using: &generator)
            let model = FreezingModels.residual(grading, width: width)
            if hasDeepHead {
                model.fc = withSeed(grading.seed()) {
                    Sequential(Linear(8 * width, 6), BatchNorm1d(6), ReLU(), Linear(6, 3))
                }
            }
            return used(model, isFrozen: isFrozen)
        }
    }
}

/// Models with a single layer as their head, and for how many classes the next one is.
private func startingSwaps(_ grading: Grading) -> [(ResNet, Int)] {
    var generator = grading.generator()
    return [false, true].map { isFrozen in
        let width = Int.random(in: 3...5, using: &generator)
        // The same number of classes as before is a trap: the shapes fit, so only identity tells old from new.
        let classes = isFrozen ? 3 : Int.random(in: 4...7, using: &generator)
        return (used(FreezingModels.residual(grading, width: width), isFrozen: isFrozen), classes)
    }
}

/// A model that was frozen, or one with gradients of earlier steps.
private func used(_ model: ResNet, isFrozen: Bool) -> ResNet {
    if isFrozen { model.freeze() } else { FreezingModels.leaveGradients(in: model) }
    return model
}

// MARK: - What must hold

/// Fails the running check unless the head's parameters, and no others, want a gradient.
private func expectOnlyHeadLearns(_ model: ResNet, whenHeadIsFrozen frozen: Misconception) throws {
    let open = model.namedParameters.filter(\.element.requiresGrad).map(\.name)
    let head = model.fc.namedParameters.map { "fc.\($0.name)" }
    try expect(!model.fc.isFrozen, expected: "\(head.count) parameters of the head may learn", found: "0", frozen)
    try expect(open, equals: head, "parameters that may learn")
}

/// Fails the running check unless the optimizer gets exactly the head's parameters.
private func expectHeadOnly(
    _ parameters: [Parameter], of model: ResNet, before all: [Named<Parameter>], whenHeadIsFrozen frozen: Misconception
) throws {
    let head = model.fc.parameters
    let isEmpty = parameters.isEmpty && model.fc.isFrozen
    let ids = parameters.map(ObjectIdentifier.init)
    try expect(
        ids.count == head.count && Set(ids) == Set(head.map(ObjectIdentifier.init)),
        expected: "the \(head.count) parameters of the head", found: described(parameters, model, all),
        isEmpty ? frozen : suspicion(parameters, model, all))
}

/// Fails the running check if a batch-norm statistic of the body is among those that moved.
private func expectBodyUnmoved(_ moved: [String], of count: Int) throws {
    let body = moved.filter { !$0.hasPrefix("fc.") }
    try expect(
        body.isEmpty, expected: "the body's running statistics stay",
        found: "\(body.count) of \(count) buffers moved, first \(body.first ?? "")", Q15.bodyInTraining)
}

/// Fails the running check unless the head is a new linear layer for `classes` classes.
private func expectNewHead(_ model: ResNet, _ old: Module, _ classes: Int) throws {
    guard let head = model.fc as? Linear, let linear = old as? Linear else {
        throw Mistake(expected: "a Linear as the head", found: "\(type(of: model.fc))")
    }
    try expect(head !== old, expected: "a new head", found: "the old one")
    try expect(head.weight.shape, equals: [classes, linear.inFeatures], "shape of fc.weight")
}

// MARK: - What went wrong

/// Whether the learner's first function leaves a plain head frozen; then the second may only have inherited it.
private func leavesHeadFrozen(_ trainOnlyHead: (ResNet) throws -> [Parameter], _ grading: Grading) -> Bool {
    let model = FreezingModels.residual(grading)
    return (try? trainOnlyHead(model)) != nil && model.fc.isFrozen
}

/// Why the optimizer got these parameters, if that is plain to see. `all` are the model's before the answer ran.
private func suspicion(_ parameters: [Parameter], _ model: ResNet, _ all: [Named<Parameter>]) -> Misconception? {
    let ids = Set(parameters.map(ObjectIdentifier.init))
    let now = Set(model.parameters.map(ObjectIdentifier.init))
    let replaced = Set(all.map { ObjectIdentifier($0.element) }).subtracting(now)
    if !ids.isDisjoint(with: replaced) { return Q15.oldHead }
    return ids == now ? Q15.holdsEverything : nil
}

private func described(_ parameters: [Parameter], _ model: ResNet, _ all: [Named<Parameter>]) -> String {
    var names = Dictionary(all.map { (ObjectIdentifier($0.element), "the old \($0.name)") }) { first, _ in first }
    for (name, parameter) in model.namedParameters { names[ObjectIdentifier(parameter)] = name }
    let first = parameters.first.map { names[ObjectIdentifier($0)] ?? "one that is not in the model" }
    return "\(parameters.count)" + (first.map { ", the first is \($0)" } ?? "")
}
