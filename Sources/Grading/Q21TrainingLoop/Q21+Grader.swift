import TrainingCore

/// Grades Q21: a training loop.
public func gradeTrainingLoop(
    _ train: (
        _ model: Module, _ loader: DataLoader, _ epochs: Int, _ loss: (Tensor, [Int]) throws -> Tensor,
        _ optimizer: Optimizer, _ schedule: (Int) -> Double, _ afterEpoch: (Int) throws -> Void
    ) throws -> [Float],
    _ grading: Grading
) {
    grading.check(
        "every batch of every epoch takes one step, in the loader's order",
        explainingCrash: Q21.backwardTwice, saying: "this graph has been used already"
    ) {
        try expectAllBatches(try Q21.Rehearsal.run(train, grading))
    }
    grading.check("every step is taken in training mode") {
        let steps = try stepsTaken(train, grading).steps
        for (i, step) in steps.enumerated() {
            try expect(
                step.isTraining, expected: "step \(i) in training mode", found: "in evaluation mode",
                Q21.evaluationMode)
        }
    }
    grading.check("every step goes along the gradient of its own batch") {
        try expectGradients(try stepsTaken(train, grading).steps)
    }
    grading.check("every group has the scheduled rate at every step") {
        try expectRates(try stepsTaken(train, grading))
    }
    grading.check("the loss of every step is returned") {
        let run = try stepsTaken(train, grading)
        try expect(run.returned, closeTo: run.steps.map(\.expected.loss), "losses")
    }
    grading.check("no step's loss outlives the step") {
        let run = try stepsTaken(train, grading)
        try expect(
            run.keptLosses <= 1, expected: "no loss kept but the last",
            found: "\(run.keptLosses) of \(run.steps.count) still there", Q21.lossKept)
    }
}

/// A run with at least one step; without any there is nothing to look at.
private func stepsTaken(_ train: Q21.Train, _ grading: Grading) throws -> Q21.Rehearsal {
    let run = try Q21.Rehearsal.run(train, grading)
    try expect(!run.steps.isEmpty, expected: "\(run.epochs * run.loader.batchCount) steps", found: "0")
    return run
}

private func expectAllBatches(_ run: Q21.Rehearsal) throws {
    let perEpoch = run.loader.batchCount
    var all: [PixelBatch] = []
    for epoch in 0..<run.epochs { try run.loader.forEachBatch(epoch: epoch) { all.append($0) } }
    let withoutLast = all.indices.filter { ($0 + 1) % perEpoch != 0 }.map { all[$0].values }
    let found = run.steps.map(\.images)
    let isSame = found == all.indices.map { all[$0 % perEpoch].values }
    try expect(
        found.count == all.count,
        expected:
            "\(all.count) steps: \(run.epochs) epochs of \(perEpoch) batches, the last of \(all[perEpoch - 1].count)",
        found: "\(found.count) steps", found == withoutLast ? Q21.lastBatchSkipped : nil)
    for (i, (step, batch)) in zip(run.steps, all).enumerated() {
        try expect(
            step.images == batch.values && step.labels == batch.labels,
            expected: "step \(i) with batch \(i % perEpoch) of epoch \(i / perEpoch)",
            found: all.firstIndex { $0.values == step.images }.map {
                "batch \($0 % perEpoch) of epoch \($0 / perEpoch)"
            } ?? "another batch", isSame ? Q21.sameEpoch : nil)
    }
    try expect(run.epochEnds.map(\.epoch), equals: Array(0..<run.epochs), "calls of afterEpoch")
    try expect(
        run.epochEnds.map(\.steps), equals: (1...run.epochs).map { $0 * perEpoch },
        "steps before each call of afterEpoch")
}

// MARK: - Gradients

private func expectGradients(_ steps: [Q21.Rehearsal.Step]) throws {
    let found = steps.map { $0.gradients.flatMap { $0 } }
    let own = steps.map { $0.expected.gradients.flatMap { $0 } }
    guard let i = steps.indices.first(where: { !isSame(found[$0], own[$0]) }) else { return }
    let added = steps.indices.map { $0 == 0 ? own[0] : zip(found[$0 - 1], own[$0]).map(+) }
    let accumulates = steps.indices.allSatisfy { isSame(found[$0], own[$0]) || isSame(found[$0], added[$0]) }
    let isDoubled = steps.indices.allSatisfy { isSame(found[$0], own[$0].map { 2 * $0 }) }
    throw Mistake(
        expected: "step \(i) along a gradient of length \(length(own[i]))",
        found: found[i].isEmpty ? "no gradient" : "one of length \(length(found[i]))",
        accumulates
            ? Q21.noZeroGrad
            : isDoubled ? Q21.backwardTwice : found.allSatisfy(\.isEmpty) ? Q21.clearedTooLate : nil)
}

private func isSame(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-4 * max(1, abs($1)) }
}

private func length(_ gradient: [Float]) -> Float { gradient.map { $0 * $0 }.reduce(0, +).squareRoot() }

// MARK: - Rates

private func expectRates(_ run: Q21.Rehearsal) throws {
    let found = run.steps.map(\.rates)
    let expected = rates(run) { run.factors[min($0, run.factors.count - 1)] }
    guard let i = found.indices.first(where: { !isSame([found[$0]], [expected[$0]]) }) else { return }
    let perEpoch = run.loader.batchCount
    let factors = run.factors
    let suspects: [(misconception: Misconception, factor: (Int) -> Double)] = [
        (Q21.scheduleTooEarly, { factors[min($0 + 1, factors.count - 1)] }),
        (Q21.scheduleTooLate, { $0 == 0 ? 1 : factors[$0 - 1] }),
        (Q21.wrongRate, { factors[$0 / perEpoch] }),
        (Q21.wrongRate, { factors[$0 % perEpoch] }),
        (Q21.wrongRate, { $0 < perEpoch ? 1 : factors[$0 / perEpoch] }),
        (Q21.wrongRate, { $0 < perEpoch ? 1 : factors[$0 / perEpoch - 1] }),
        (Q21.factorsCompound, { factors.prefix($0 + 1).reduce(1, *) }),
    ]
    throw Mistake(
        expected: "step \(i) at the rates \(expected[i])", found: "\(found[i])",
        suspects.first { isSame(found, rates(run, $0.factor)) }?.misconception)
}

/// The groups' rates at each step under a factor for each.
private func rates(_ run: Q21.Rehearsal, _ factor: (Int) -> Double) -> [[Float]] {
    run.steps.indices.map { step in run.peakRates.map { $0 * Float(factor(step)) } }
}

private func isSame(_ a: [[Float]], _ b: [[Float]]) -> Bool {
    zip(a, b).allSatisfy { a, b in
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-4 * abs($1) }
    }
}
