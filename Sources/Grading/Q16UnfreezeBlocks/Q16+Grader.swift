import TrainingCore

/// Grades Q16: the named blocks and the head learn as a whole, nothing else does, and the optimizer knows.
public func gradeUnfreezeBlocks(
    unfreeze: ([String], Module, String) throws -> Void, optimizer: (Module, Float, Optimizer) throws -> Optimizer,
    _ grading: Grading
) {
    grading.check("the named blocks may learn, every parameter of them") {
        for one in UnfreezingCase.all(grading) {
            try unfreeze(one.blocks, one.model, one.head)
            for block in one.blocks { try expectOpen(block, in: one) }
        }
    }
    grading.check("the head may learn") {
        for one in UnfreezingCase.all(grading) {
            try unfreeze(one.blocks, one.model, one.head)
            let closed = one.model.namedParameters.filter { one.isInHead($0.name) && !$0.element.requiresGrad }
            try expect(
                closed.isEmpty, expected: "\(one.what): all of \(one.head) may learn",
                found: "\(closed.first?.name ?? "") may not", Q16.headForgotten)
        }
    }
    grading.check("nothing else may learn") {
        for one in UnfreezingCase.all(grading) {
            try unfreeze(one.blocks, one.model, one.head)
            let extra = one.learning.filter { !one.isToLearn($0) }
            try expect(
                extra.isEmpty, expected: "\(one.what): nothing else learns",
                found: "\(extra.count) more, the first is \(extra.first ?? "")", one.reason(forExtra: extra))
        }
    }
    grading.check("in training mode, statistics follow in what was opened and stay elsewhere") {
        try expectStatistics(UnfreezingCase.all(grading), unfreeze, FreezingModels.images(grading))
    }
    grading.check("a name that no module bears is an error and changes nothing") {
        for (one, wrong) in zip(
            UnfreezingCase.all(grading), ["layer", "layer5", "layer1.7", "Layer1", "layer1.", "f", "fc2"])
        {
            try expectRefused(one, one.blocks + [wrong], one.head, unfreeze)
            try expectRefused(one, one.blocks, wrong, unfreeze)
        }
    }
    grading.check("the optimizer holds what may learn, each parameter once, at the rate asked for") {
        var generator = grading.generator()
        for one in UnfreezingCase.all(grading) {
            let old = try one.headOptimizer(grading)
            one.open()
            let rate = Float.random(in: 0.001...0.1, using: &generator)
            let held = old.parameters
            let new = try optimizer(one.model, rate, old)
            try expectHeld(new, one, held)
            let rates = new.groups.filter { !$0.parameters.isEmpty }.map(\.learningRate)
            try expect(
                rates.allSatisfy { isClose($0, rate) }, expected: "\(one.what): rate \(rate)",
                found: rates.map { "\($0)" }.joined(separator: ", "),
                rates.allSatisfy { isClose($0, rate) || isClose($0, UnfreezingCase.oldRate) } ? Q16.oldRateKept : nil)
        }
    }
    grading.check("a training step moves the blocks and the head, and nothing else") {
        for one in UnfreezingCase.all(grading) {
            let old = try one.headOptimizer(grading)
            let original = ModelSnapshot(one.model)
            let held = old.parameters
            try unfreeze(one.blocks, one.model, one.head)
            try expect(!one.model.isFrozen, expected: "\(one.what) may learn", found: "nothing may")
            let new = try optimizer(one.model, 0.05, old)
            new.zeroGrad()
            try FreezingModels.step(one.model, new, on: FreezingModels.images(grading))
            let moved = original.movedParameters(ModelSnapshot(one.model))
            let extra = moved.filter { !one.isToLearn($0) }
            try expect(
                extra.isEmpty, expected: "\(one.what): nothing else moves", found: "\(extra.first ?? "") moves",
                one.reason(forExtra: extra))
            let still = original.parameters.map(\.name).filter { one.isToLearn($0) && !moved.contains($0) }
            try expect(
                still.isEmpty, expected: "\(one.what): all of them move",
                found: "\(still.count) stay, the first is \(still.first ?? "")", suspicion(still, one, new, held))
        }
    }
}

private func isClose(_ a: Float, _ b: Float) -> Bool { abs(a - b) < 1e-5 }

/// Fails the running check unless every parameter below `block` may learn.
private func expectOpen(_ block: String, in one: UnfreezingCase) throws {
    let all = one.model.namedParameters.filter { $0.name.hasPrefix("\(block).") }
    let closed = all.filter { !$0.element.requiresGrad }
    try expect(
        closed.isEmpty, expected: "\(one.what): all \(all.count) parameters of \(block) may learn",
        found: "\(all.count - closed.count), not \(closed.first?.name ?? "")",
        closed.count < all.count ? Q16.halfBlock : nil)
}

/// Fails the running check unless just those statistics follow a training batch whose batch norms were opened.
private func expectStatistics(
    _ cases: [UnfreezingCase], _ unfreeze: ([String], Module, String) throws -> Void, _ images: Tensor
) throws {
    var still: Mistake?
    for one in cases {
        try unfreeze(one.blocks, one.model, one.head)
        let before = ModelSnapshot(one.model)
        try FreezingModels.step(one.model, nil, on: images)
        let moved = before.movedBuffers(ModelSnapshot(one.model))
        // Who forgets statistics altogether fails both ways, and drifting is the better name for it.
        let extra = moved.filter { !one.isToLearn($0) }
        try expect(
            extra.isEmpty, expected: "\(one.what): the other statistics stay",
            found: "\(extra.count) move, the first is \(extra.first ?? "")",
            one.reason(forExtra: extra) ?? Q16.statisticsDrift)
        if let first = before.buffers.map(\.name).first(where: { one.isToLearn($0) && !moved.contains($0) }) {
            still =
                still
                ?? Mistake(
                    expected: "\(one.what): \(first) follows the batches", found: "it stays",
                    one.ownerLearns(of: first) ? Q16.halfBlock : one.isInHead(first) ? Q16.headForgotten : nil)
        }
    }
    if let still { throw still }
}

/// Fails the running check unless opening these names throws and leaves flags and statistics as they were.
private func expectRefused(
    _ one: UnfreezingCase, _ blocks: [String], _ head: String, _ unfreeze: ([String], Module, String) throws -> Void
) throws {
    let model = one.model
    let norms = model.namedModules.compactMap { $0.element as? BatchNorm }
    let before = (one.learning, norms.map(\.statisticsAreFrozen))
    let names = (blocks + [head]).joined(separator: ", ")
    do {
        try unfreeze(blocks, model, head)
    } catch let error as Unfinished {
        throw error
    } catch {
        let learning = one.learning
        try expect(
            learning == before.0,
            expected: "after an error for \(names): the \(before.0.count) that learned before learn",
            found: learning.count == before.0.count ? "others" : "\(learning.count)", Q16.changedTooSoon)
        try expect(
            norms.map(\.statisticsAreFrozen) == before.1,
            expected: "after an error for \(names): the same frozen statistics",
            found: "others", Q16.changedTooSoon)
        return
    }
    throw Mistake(expected: "an error for \(names)", found: "none", Q16.unknownNameIgnored)
}

/// Fails the running check unless the optimizer holds just what may learn. `held` is what the old one held.
private func expectHeld(_ optimizer: Optimizer, _ one: UnfreezingCase, _ held: [Parameter]) throws {
    let found = optimizer.parameters.map(ObjectIdentifier.init)
    let expected = one.model.trainableParameters
    let ids = Set(expected.map(ObjectIdentifier.init))
    let isRight = found.count == expected.count && Set(found) == ids
    let missing = one.model.namedParameters.filter {
        $0.element.requiresGrad && !found.contains(ObjectIdentifier($0.element))
    }
    try expect(
        isRight, expected: "\(one.what): the optimizer holds these \(expected.count) parameters",
        found: "it holds \(found.count)" + (missing.first.map { ", not \($0.name)" } ?? ""),
        reason(Set(found), one, Set(held.map(ObjectIdentifier.init))))
}

/// Why an optimizer holds these parameters, if that is plain to see.
private func reason(_ found: Set<ObjectIdentifier>, _ one: UnfreezingCase, _ held: Set<ObjectIdentifier>)
    -> Misconception?
{
    let learning = Set(one.model.trainableParameters.map(ObjectIdentifier.init))
    if found == held && found != learning { return Q16.optimizerNotTold }
    if found == learning.subtracting(held) && !found.isEmpty { return Q16.headForgotten }
    return found == Set(one.model.parameters.map(ObjectIdentifier.init)) ? Q16.optimizerHoldsEverything : nil
}

/// Why these parameters stood still, if that is plain to see.
private func suspicion(
    _ still: [String], _ one: UnfreezingCase, _ optimizer: Optimizer, _ held: [Parameter]
) -> Misconception? {
    let closed = Set(still).subtracting(one.learning)
    if closed.isEmpty {
        return reason(
            Set(optimizer.parameters.map(ObjectIdentifier.init)), one, Set(held.map(ObjectIdentifier.init)))
    }
    if closed.allSatisfy(one.isInHead) { return Q16.headForgotten }
    let open = Set(one.learning)
    let isHalf = one.blocks.contains { block in
        closed.contains { $0.hasPrefix("\(block).") } && open.contains { $0.hasPrefix("\(block).") }
    }
    return isHalf ? Q16.halfBlock : nil
}
