import Grading
import Testing
import TrainingCore

@Suite("Q18 wrong and alternative answers")
struct Question18 {
    @Test func movedIsWhatTheFlagsSay() {
        expectRejected(onlyBecause: "flags only") { grade($0, moved: { row, _, _ in row.requiresGrad }) }
    }

    @Test func movedIsWhatFlagAndOptimizerSay() {
        expectRejected(onlyBecause: "flags only") { grade($0, moved: { row, _, _ in row.requiresGrad && row.isHeld }) }
    }

    @Test func noStepTaken() {
        expectRejected(onlyBecause: "flags only") {
            gradeVerifyUpdates(
                table: { model, optimizer, _ in
                    try table(model, optimizer) {}.map {
                        UpdateRow(
                            name: $0.name, requiresGrad: $0.requiresGrad, isHeld: $0.isHeld, moved: $0.requiresGrad)
                    }
                }, contradictions: contradictions, $0)
        }
    }

    @Test func heldIsWhatTheFlagsSay() {
        expectRejected(onlyBecause: "flags only") { grade($0, held: { row, _, _ in row.requiresGrad }) }
    }

    @Test func contradictionsWithoutTheStep() {
        expectRejected(onlyBecause: "flags only") {
            gradeVerifyUpdates(
                table: table,
                contradictions: { row in
                    if row.requiresGrad == row.isHeld { return [] }
                    return row.requiresGrad ? [.learnsButNotHeld] : [.heldButFrozen]
                }, $0)
        }
    }

    @Test func heldIfAGroupHasTheName() {
        expectRejected(onlyBecause: "optimizer membership by name") {
            grade($0, held: { row, _, optimizer in optimizer.groups.contains { row.name.hasPrefix($0.name) } })
        }
    }

    @Test func heldIfTheNumbersAreThere() {
        expectRejected(onlyBecause: "optimizer membership by name") {
            gradeVerifyUpdates(
                table: { model, optimizer, step in
                    let held = model.parameters.map { parameter in
                        optimizer.parameters.contains { $0.values == parameter.values }
                    }
                    return try zip(table(model, optimizer, step), held).map { row, held in
                        UpdateRow(name: row.name, requiresGrad: row.requiresGrad, isHeld: held, moved: row.moved)
                    }
                }, contradictions: contradictions, $0)
        }
    }

    @Test func heldIfAShapeIsThere() {
        expectRejected(onlyBecause: "optimizer membership by name") {
            grade(
                $0,
                held: { _, parameter, optimizer in optimizer.parameters.contains { $0.shape == parameter.shape } })
        }
    }

    @Test func frozenIfNoGradientCame() {
        expectRejected(onlyBecause: "gradient absent mistaken for frozen") {
            grade($0, learns: { _, parameter, _ in parameter.grad != nil })
        }
        expectRejected(onlyBecause: "gradient absent mistaken for frozen") {
            grade($0, learns: { row, parameter, _ in row.requiresGrad && parameter.grad != nil })
        }
    }

    @Test func movedIfAGradientCame() {
        expectRejected(onlyBecause: "a zero gradient reported as moved") {
            grade($0, moved: { _, parameter, _ in parameter.grad != nil })
        }
        expectRejected(onlyBecause: "a zero gradient reported as moved") {
            grade($0, moved: { row, parameter, _ in row.isHeld && row.requiresGrad && parameter.grad != nil })
        }
    }

    @Test func parametersKeptInsteadOfTheirNumbers() {
        expectRejected(onlyBecause: "the model compared with itself") {
            gradeVerifyUpdates(
                table: { model, optimizer, step in
                    let before = model.parameters.map { $0.detached() }
                    return try zip(table(model, optimizer, step), zip(before, model.parameters)).map { row, pair in
                        UpdateRow(
                            name: row.name, requiresGrad: row.requiresGrad, isHeld: row.isHeld,
                            moved: pair.0.values != pair.1.values)
                    }
                }, contradictions: contradictions, $0)
        }
    }

    @Test func movedIfTheGradientIsNotZeroIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            grade(
                $0,
                moved: { row, parameter, _ in
                    row.isHeld && (parameter.grad?.values ?? []).contains { $0 != 0 }
                })
        }
    }

    @Test func onlyWhatLearnsHasARow() {
        expectRejected(onlyBecause: nil) {
            gradeVerifyUpdates(
                table: { try table($0, $1, $2).filter(\.requiresGrad) }, contradictions: contradictions, $0)
        }
    }

    @Test func stepTakenTwice() {
        expectRejected(onlyBecause: nil) {
            gradeVerifyUpdates(
                table: { model, optimizer, step in
                    try step()
                    return try table(model, optimizer, step)
                }, contradictions: contradictions, $0)
        }
    }

    @Test func oneContradictionEach() {
        expectRejected(onlyBecause: nil) {
            gradeVerifyUpdates(
                table: table,
                contradictions: { row in Set(try contradictions(row).sorted { "\($0)" < "\($1)" }.prefix(1)) },
                $0)
        }
    }

    @Test func inOneGo() {
        expectAccepted { gradeVerifyUpdates(table: table, contradictions: contradictions, $0) }
    }

    @Test func withClonesAndATable() {
        expectAccepted {
            gradeVerifyUpdates(
                table: { model, optimizer, step in
                    let copies = model.namedParameters.map { ($0.name, $0.element, $0.element.clone()) }
                    try step()
                    return copies.map { name, parameter, copy in
                        let isSame = zip(parameter.values, copy.values).allSatisfy { $0 == $1 }
                        let holders = optimizer.groups.filter { $0.parameters.contains { $0 === parameter } }
                        return UpdateRow(
                            name: name, requiresGrad: parameter.requiresGrad, isHeld: !holders.isEmpty, moved: !isSame)
                    }
                },
                contradictions: { row in
                    switch (row.requiresGrad, row.isHeld) {
                    case (true, true): row.moved ? [] : [.heldButStill]
                    case (true, false): row.moved ? [.learnsButNotHeld, .movedButNotHeld] : [.learnsButNotHeld]
                    case (false, true): row.moved ? [.heldButFrozen, .movedButFrozen] : [.heldButFrozen]
                    case (false, false): row.moved ? [.movedButFrozen, .movedButNotHeld] : []
                    }
                }, $0)
        }
    }
}

private func table(_ model: Module, _ optimizer: Optimizer, _ step: () throws -> Void) throws -> [UpdateRow] {
    let before = model.parameters.map(\.values)
    try step()
    return zip(model.namedParameters, before).map { parameter, before in
        UpdateRow(
            name: parameter.name, requiresGrad: parameter.element.requiresGrad,
            isHeld: optimizer.parameters.contains { $0 === parameter.element },
            moved: before != parameter.element.values)
    }
}

private func contradictions(_ row: UpdateRow) throws -> Set<UpdateRow.Contradiction> {
    Set(
        UpdateRow.Contradiction.allCases.filter {
            switch $0 {
            case .learnsButNotHeld: row.requiresGrad && !row.isHeld
            case .heldButFrozen: row.isHeld && !row.requiresGrad
            case .movedButFrozen: row.moved && !row.requiresGrad
            case .movedButNotHeld: row.moved && !row.isHeld
            case .heldButStill: row.requiresGrad && row.isHeld && !row.moved
            }
        })
}

/// What an answer puts into a column after the step, given the right row.
private typealias Column = (UpdateRow, Parameter, Optimizer) -> Bool

/// Grades right answers, but for the columns that a test fills otherwise.
private func grade(_ grading: Grading, learns: Column? = nil, held: Column? = nil, moved: Column? = nil) {
    gradeVerifyUpdates(
        table: { model, optimizer, step in
            try zip(table(model, optimizer, step), model.parameters).map { row, parameter in
                UpdateRow(
                    name: row.name, requiresGrad: learns?(row, parameter, optimizer) ?? row.requiresGrad,
                    isHeld: held?(row, parameter, optimizer) ?? row.isHeld,
                    moved: moved?(row, parameter, optimizer) ?? row.moved)
            }
        }, contradictions: contradictions, grading)
}
