import TrainingCore

/// Grades Q18: the table says what flag, optimizer and values each say, and where they contradict one another.
public func gradeVerifyUpdates(
    table: (Module, Optimizer, () throws -> Void) throws -> [UpdateRow],
    contradictions: (UpdateRow) throws -> Set<UpdateRow.Contradiction>, _ grading: Grading
) {
    let seed = grading.seed()
    var surveyed: [UpdateObservation]?
    /// The tables of all cases; each is asked for once.
    func tables() throws -> [UpdateObservation] {
        if let surveyed { return surveyed }
        let seen = try UpdateCase.all(Grading(seed: seed)).map { try $0.observe(table) }
        surveyed = seen
        return seen
    }

    grading.check("every parameter has a row, in the model's order") {
        for see in try tables() { try expect(see.rows.map(\.name), equals: see.names, "\(see.what), names") }
    }
    grading.check("the rows tell what may learn") {
        let seen = try tables()
        let reason = suspect(seen, \.requiresGrad) { see in
            let gradients = [see.gradientBefore, see.gradientAfter]
            return gradients.flatMap {
                [(Q18.gradientAbsent, $0), (Q18.gradientAbsent, $0.intersection(see.learning))]
            }
        }
        for see in seen { try expect(see, \.requiresGrad, equals: see.learning, "with a flag that is on", reason) }
    }
    grading.check("the rows tell what the optimizer holds") {
        let seen = try tables()
        let reason = suspect(seen, \.isHeld) { see in
            [
                (Q18.flagsOnly, see.learning), (Q18.heldByName, see.heldByName), (Q18.heldByName, see.heldByShape),
                (Q18.heldByName, see.heldByValues),
            ]
        }
        for see in seen { try expect(see, \.isHeld, equals: see.held, "held", reason) }
    }
    grading.check("the rows tell what the step moved") {
        let seen = try tables()
        let reason = suspect(seen, \.moved) { see in
            let arrived = see.gradientAfter
            let active = see.learning.intersection(see.held)
            return [
                (Q18.flagsOnly, see.learning), (Q18.flagsOnly, active), (Q18.comparedWithItself, []),
                (Q18.zeroGradient, arrived), (Q18.zeroGradient, arrived.intersection(see.learning)),
                (Q18.zeroGradient, arrived.intersection(see.held)), (Q18.zeroGradient, arrived.intersection(active)),
            ]
        }
        for see in seen {
            try expect(see.steps, equals: 1, "\(see.what), steps taken", see.steps == 0 ? reason : nil)
            try expect(see, \.moved, equals: see.moved, "moved", reason)
        }
    }
    grading.check("the contradictions in a row are named, all of them and no others") {
        let rows = UpdateRow.everyCombination(grading)
        let found = try rows.map(contradictions)
        let reason = explanation(
            of: found, among: [(Q18.flagsOnly, rows.map { $0.expectedContradictions.filter(\.showsWithoutStep) })])
        for (row, found) in zip(rows, found) {
            let expected = row.expectedContradictions
            try expect(
                found == expected, expected: "\(row): \(described(expected))", found: described(found), reason)
        }
    }
}

/// Fails the running check unless just the expected parameters have a yes in a column.
private func expect(
    _ see: UpdateObservation, _ column: KeyPath<UpdateRow, Bool>, equals expected: Set<String>, _ what: String,
    _ misconception: Misconception?
) throws {
    let found = see.yes(column)
    guard found != expected else { return }
    let missing = see.names.first { expected.contains($0) && !found.contains($0) }
    let extra = see.rows.map(\.name).first { found.contains($0) && !expected.contains($0) }
    throw Mistake(
        expected: "\(see.what): \(expected.count) parameters \(what)",
        found: "\(found.count), " + (missing.map { "without \($0)" } ?? "with \(extra ?? "")"), misconception)
}

/// The known mistake that would give just this column in every case.
private func suspect(
    _ seen: [UpdateObservation], _ column: KeyPath<UpdateRow, Bool>,
    _ suspects: (UpdateObservation) -> [(Misconception, Set<String>)]
) -> Misconception? {
    let cases = seen.map(suspects)
    return explanation(
        of: seen.map { $0.yes(column) },
        among: cases[0].indices.map { i in (cases[0][i].0, cases.map { $0[i].1 }) })
}

extension UpdateObservation {
    /// The parameters whose row has a yes in a column.
    fileprivate func yes(_ column: KeyPath<UpdateRow, Bool>) -> Set<String> {
        Set(rows.filter { $0[keyPath: column] }.map(\.name))
    }
}

extension UpdateRow {
    /// All eight ways to fill the columns, in random order.
    fileprivate static func everyCombination(_ grading: Grading) -> [UpdateRow] {
        var generator = grading.generator()
        return (0..<8).shuffled(using: &generator).map {
            UpdateRow(name: "layer\($0).weight", requiresGrad: $0 & 1 != 0, isHeld: $0 & 2 != 0, moved: $0 & 4 != 0)
        }
    }

    /// What is wrong with a row.
    fileprivate var expectedContradictions: Set<Contradiction> {
        switch (requiresGrad, isHeld, moved) {
        case (false, false, false), (true, true, true): []
        case (false, false, true): [.movedButFrozen, .movedButNotHeld]
        case (false, true, false): [.heldButFrozen]
        case (false, true, true): [.heldButFrozen, .movedButFrozen]
        case (true, false, false): [.learnsButNotHeld]
        case (true, false, true): [.learnsButNotHeld, .movedButNotHeld]
        case (true, true, false): [.heldButStill]
        }
    }
}

extension UpdateRow.Contradiction {
    /// Whether one sees it without looking at the numbers.
    fileprivate var showsWithoutStep: Bool { self == .learnsButNotHeld || self == .heldButFrozen }
}

private func described(_ contradictions: Set<UpdateRow.Contradiction>) -> String {
    contradictions.isEmpty ? "no contradiction" : contradictions.map { "\($0)" }.sorted().joined(separator: ", ")
}
