import Grading
import Testing
import TrainingCore

@Suite("Q16 wrong and alternative answers")
struct Question16 {
    @Test func namesThatContainTheName() {
        expectRejected(onlyBecause: "substring match") {
            grade($0, unfreeze: { try openParameters($0, of: $1, head: $2) { name, block in name.contains(block) } })
        }
    }

    @Test func namesThatBeginWithTheName() {
        expectRejected(onlyBecause: "substring match") {
            grade(
                $0,
                unfreeze: { names, model, head in
                    try requireKnown(names + [head], in: model)
                    model.freeze()
                    for (path, module) in model.namedModules where (names + [head]).contains(where: path.hasPrefix) {
                        module.unfreeze()
                    }
                })
        }
    }

    @Test func theArticlesSnippetFreezesTheHead() {
        expectRejected(onlyBecause: "head forgotten") {
            grade(
                $0,
                unfreeze: { names, model, head in
                    try requireKnown(names + [head], in: model)
                    model.freeze()
                    try model.unfreeze(names)
                })
        }
    }

    @Test func optimizerHoldsTheBlocksOnly() {
        expectRejected(onlyBecause: "head forgotten") {
            grade(
                $0,
                optimizer: { model, rate, old in
                    let held = Set(old.parameters.map(ObjectIdentifier.init))
                    let new = model.trainableParameters.filter { !held.contains(ObjectIdentifier($0)) }
                    return new.isEmpty ? try optimizer(model, rate, old) : SGD(new, learningRate: rate)
                })
        }
    }

    @Test func weightsOnly() {
        expectRejected(onlyBecause: "half a block") {
            grade(
                $0,
                unfreeze: { names, model, head in
                    try unfreeze(names, model, head)
                    let part = try #require(model.module(named: head)).parameters.map(ObjectIdentifier.init)
                    for (name, parameter) in model.namedParameters where !name.hasSuffix("weight") {
                        if !part.contains(ObjectIdentifier(parameter)) { parameter.requiresGrad = false }
                    }
                })
        }
    }

    @Test func lastPartOfABlock() {
        expectRejected(because: "half a block", not: ["substring match", "head forgotten", "optimizer not told"]) {
            grade(
                $0,
                unfreeze: { names, model, head in
                    try unfreeze([], model, head)
                    for name in names {
                        let parts = try known(name, in: model).namedModules.filter { !$0.element.parameters.isEmpty }
                        parts.last?.element.unfreeze()
                    }
                })
        }
    }

    @Test func statisticsOfTheBlocksStay() {
        expectRejected(onlyBecause: "half a block") {
            grade(
                $0,
                unfreeze: { names, model, head in
                    try requireKnown(names + [head], in: model)
                    try unfreeze([], model, head)
                    try model.unfreeze(names, statistics: .stay)
                    try model.unfreeze([head])
                })
        }
    }

    @Test func unknownNamesPassedOver() {
        expectRejected(onlyBecause: "unknown name ignored") {
            grade(
                $0,
                unfreeze: { names, model, head in
                    model.freeze()
                    for name in names + [head] { model.module(named: name)?.unfreeze() }
                })
        }
    }

    @Test func oldOptimizer() {
        expectRejected(onlyBecause: "optimizer not told") {
            grade($0, optimizer: { _, _, old in old })
        }
        expectRejected(onlyBecause: "optimizer not told") {
            grade($0, optimizer: { _, rate, old in SGD(old.parameters, learningRate: rate) })
        }
    }

    @Test func optimizerHoldsEverything() {
        expectRejected(onlyBecause: "optimizer holds everything") {
            grade($0, optimizer: { model, rate, _ in AdamW(model.parameters, learningRate: rate) })
        }
    }

    @Test func flagsWithoutStatistics() {
        expectRejected(onlyBecause: "statistics of frozen blocks drift") {
            grade($0, unfreeze: { try openParameters($0, of: $1, head: $2, setsStatistics: false, isBelow) })
        }
    }

    @Test func frozenBeforeTheNamesAreLookedUp() {
        expectRejected(onlyBecause: "changed before all names were looked up") {
            grade(
                $0,
                unfreeze: { names, model, head in
                    model.freeze()
                    try model.unfreeze(names + [head])
                })
        }
    }

    @Test func statisticsFrozenBeforeTheNamesAreLookedUp() {
        expectRejected(onlyBecause: "changed before all names were looked up") {
            grade(
                $0,
                unfreeze: { names, model, head in
                    for case let norm as BatchNorm in model.namedModules.map(\.element) {
                        norm.statisticsAreFrozen.toggle()
                    }
                    try unfreeze(names, model, head)
                })
        }
    }

    @Test func nothingIsFrozen() {
        expectRejected(onlyBecause: "rest left open") {
            grade($0, unfreeze: { try $1.unfreeze($0 + [$2]) })
        }
    }

    @Test func opensTheBlocksBesidesTheHeadsGroup() {
        expectRejected(onlyBecause: "old rate kept") {
            grade(
                $0,
                optimizer: { model, rate, old in
                    let held = Set(old.parameters.map(ObjectIdentifier.init))
                    let new = model.trainableParameters.filter { !held.contains(ObjectIdentifier($0)) }
                    old.groups.append(ParameterGroup(new, learningRate: rate))
                    return old
                })
        }
    }

    @Test func anotherRateIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            grade($0, optimizer: { model, rate, _ in SGD(model.trainableParameters, learningRate: rate / 10) })
        }
    }

    @Test func oldRate() {
        expectRejected(onlyBecause: "old rate kept") {
            grade(
                $0,
                optimizer: { model, _, old in
                    SGD(model.trainableParameters, learningRate: old.groups[0].learningRate)
                })
        }
    }

    @Test func everythingFrozenDoesNotCrash() {
        expectRejected(because: "head forgotten", not: ["half a block", "optimizer not told"]) {
            grade(
                $0,
                unfreeze: { names, model, head in
                    try requireKnown(names + [head], in: model)
                    model.freeze()
                })
        }
    }

    @Test func theMethodThatDoesItAll() {
        expectAccepted { grade($0) }
    }

    @Test func parameterByParameterAndOtherGroups() {
        expectAccepted {
            grade(
                $0, unfreeze: { try openParameters($0, of: $1, head: $2, isBelow) },
                optimizer: { model, rate, old in
                    let held = Set(old.parameters.map(ObjectIdentifier.init))
                    let new = model.trainableParameters.filter { !held.contains(ObjectIdentifier($0)) }
                    old.groups[0].learningRate = rate
                    old.groups.append(ParameterGroup(new.reversed(), learningRate: rate, name: "blocks"))
                    return old
                })
        }
    }
}

private func unfreeze(_ names: [String], _ model: Module, _ head: String) throws {
    try model.freeze(except: names + [head])
}

private func optimizer(_ model: Module, _ rate: Float, _ old: Optimizer) throws -> Optimizer {
    SGD(model.trainableParameters, learningRate: rate, momentum: 0.9)
}

/// Sets every flag by a parameter's name.
private func openParameters(
    _ names: [String], of model: Module, head: String, setsStatistics: Bool = true,
    _ matches: (_ name: String, _ block: String) -> Bool
) throws {
    try requireKnown(names + [head], in: model)
    func mayLearn(_ name: String) -> Bool { (names + [head]).contains { matches(name, $0) } }
    for (name, parameter) in model.namedParameters { parameter.requiresGrad = mayLearn(name) }
    for (name, module) in model.namedModules where setsStatistics {
        (module as? BatchNorm)?.statisticsAreFrozen = !mayLearn("\(name).")
    }
}

private func isBelow(_ name: String, _ block: String) -> Bool { name.hasPrefix("\(block).") }

private struct Unknown: Error {}

private func known(_ name: String, in model: Module) throws -> Module {
    guard let module = model.module(named: name) else { throw Unknown() }
    return module
}

private func requireKnown(_ names: [String], in model: Module) throws {
    for name in names { _ = try known(name, in: model) }
}

/// Grades right answers, but for those that a test replaces.
private func grade(
    _ grading: Grading, unfreeze: ([String], Module, String) throws -> Void = unfreeze,
    optimizer: (Module, Float, Optimizer) throws -> Optimizer = optimizer
) {
    gradeUnfreezeBlocks(unfreeze: unfreeze, optimizer: optimizer, grading)
}
