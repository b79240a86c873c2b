import TrainingCore

/// Grades Q14: what may learn, what moves, and whether the two together prove a freeze.
public func gradeVerifyFrozen(
    learning namesThatLearn: (Module) throws -> [String],
    moving namesThatMove: (Module, () throws -> Void) throws -> [String],
    frozen isFrozen: (Module, () throws -> Void) throws -> Bool, _ grading: Grading
) {
    let seed = grading.seed()
    var surveyed: [FreezingObservation<[String]>]?
    /// What `namesThatMove` says in every case; it is asked once.
    func movements() throws -> [FreezingObservation<[String]>] {
        if let surveyed { return surveyed }
        let seen = try FreezingCase.all(Grading(seed: seed)).map { try $0.observe(namesThatMove) }
        surveyed = seen
        return seen
    }

    grading.check("the parameters that may learn are named") {
        let seen = try FreezingCase.agreeing(grading).map { try $0.observe { model, _ in try namesThatLearn(model) } }
        for see in seen {
            try expect(see.answer, names: see.learning, see.what, Q14Suspects.learning(seen))
        }
    }
    grading.check("the parameters that a step moved are named") {
        let seen = try movements()
        for see in seen {
            let misconception = see.steps == 0 && Set(see.answer) == Set(see.learning) ? Q14.flagsTrusted : nil
            try expect(see.steps, equals: 1, "\(see.what), steps taken", misconception)
            try expect(
                see.answer.filter { !see.buffers.contains($0) }, names: see.movedParameters, see.what,
                Q14Suspects.moving(seen))
        }
    }
    grading.check("the batch-norm statistics that a step moved are named") {
        let seen = try movements()
        for see in seen {
            try expect(
                see.answer.filter(see.buffers.contains), names: see.movedBuffers, see.what, Q14Suspects.moving(seen))
        }
    }
    grading.check("a model is shown to be frozen by its flags and its values together") {
        let seen = try FreezingCase.all(grading).map { try $0.observe(isFrozen) }
        let known = [try? Q14Suspects.moving(movements())]
        for see in seen {
            try expect(see.answer, equals: see.isFrozen, see.what, Q14Suspects.frozen(seen, known: known))
        }
        for see in seen {
            try expect(see.steps, equals: 1, "\(see.what), steps taken", see.steps == 0 ? Q14.stepLeftOut : nil)
        }
    }
    grading.check("a model without parameters is not shown to be frozen") {
        for model in [Sequential(), Sequential(ReLU(), Flatten())] {
            let images = FreezingModels.images(grading)
            let answer = try isFrozen(model) { _ = model(images) }
            try expect(answer, equals: false, "\(model.layers.count) layers, no parameters", Q14.emptyModel)
        }
    }
}

/// Fails the running check unless the names are the expected ones, each once, in any order.
private func expect(
    _ found: [String], names expected: [String], _ what: String, _ misconception: @autoclosure () -> Misconception?
) throws {
    guard found.sorted() != expected.sorted() else { return }
    let missing = expected.filter { !found.contains($0) }
    let extra = found.filter { !expected.contains($0) }
    let difference =
        missing.first.map { "without \($0)" } ?? extra.first.map { "with \($0)" } ?? "with a name twice"
    throw Mistake(
        expected: "\(what): \(expected.count) names", found: "\(found.count) names, \(difference)", misconception())
}
