import Foundation
import Grading
import Testing
import TrainingCore

@Suite("Q28 wrong and alternative answers")
struct Question28 {
    @Test func oneRateToo() {
        expectRejected(onlyBecause: "a single rate divided by zero") {
            grade(
                $0,
                rates: { lowest, highest, count in
                    (0..<count).map { lowest * pow(highest / lowest, Float($0) / Float(count - 1)) }
                })
        }
    }

    @Test func everythingAndTheHeadOnceMore() {
        expectRejected(because: "a parameter in two groups", not: ["head in the body's group", "parameters left out"]) {
            grade(
                $0,
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    var groups = sections(model, starts)
                    groups[0] = model.trainableParameters
                    return grouped(groups, rates(lowest, highest, groups.count))
                })
        }
    }

    @Test func namesThatBeginAlike() {
        expectRejected(onlyBecause: "a parameter in two groups") {
            grade(
                $0,
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    let names = starts.map { start in model.children.map(\.name).firstIndex(of: start) ?? 0 }
                    let bounds = [0] + names + [model.children.count]
                    let groups = zip(bounds, bounds.dropFirst()).map { from, to in
                        model.namedParameters.filter { name, parameter in
                            parameter.requiresGrad
                                && model.children[from..<to].contains { name.hasPrefix($0.name) }
                        }.map(\.element)
                    }
                    return grouped(groups, rates(lowest, highest, groups.count))
                })
        }
    }

    @Test func sharedLayerTakenTwice() {
        expectRejected(onlyBecause: "a parameter in two groups") {
            grade(
                $0,
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    var groups: [[Parameter]] = [[]]
                    for (name, block) in model.children {
                        if starts.contains(name) { groups.append([]) }
                        groups[groups.count - 1] += block.trainableParameters
                    }
                    return grouped(groups, rates(lowest, highest, groups.count))
                })
        }
    }

    @Test func headWithTheLastBlocks() {
        expectRejected(onlyBecause: "head in the body's group") {
            grade(
                $0,
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    let groups = sections(model, Array(starts.dropLast()))
                    return grouped(groups, rates(lowest, highest, groups.count))
                })
        }
    }

    @Test func asManyParametersInEachGroup() {
        expectRejected(because: "head in the body's group") {
            grade(
                $0,
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    let (all, count) = (model.trainableParameters, starts.count + 1)
                    let groups = (0..<count).map { Array(all[$0 * all.count / count..<($0 + 1) * all.count / count]) }
                    return grouped(groups, rates(lowest, highest, count))
                })
        }
    }

    @Test func highestRateForTheFirstGroup() {
        expectRejected(onlyBecause: "order reversed") {
            grade(
                $0, rates: { rates($0, $1, $2).reversed() },
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    let groups = sections(model, starts)
                    return grouped(groups, rates(lowest, highest, groups.count).reversed())
                })
        }
    }

    @Test func headFirst() {
        expectRejected(onlyBecause: "order reversed") {
            grade(
                $0,
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    let groups = sections(model, starts)
                    return grouped(groups.reversed(), rates(lowest, highest, groups.count))
                })
        }
    }

    @Test func blocksBeforeTheFirstNameLeftOut() {
        expectRejected(onlyBecause: "parameters left out") {
            grade(
                $0,
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    let groups = [[]] + sections(model, starts).dropFirst()
                    return grouped(groups, rates(lowest, highest, groups.count))
                })
        }
    }

    @Test func biasesLeftOut() {
        expectRejected(onlyBecause: "parameters left out") {
            grade(
                $0,
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    let groups = sections(model, starts).map { $0.filter { $0.rank > 1 } }
                    return grouped(groups, rates(lowest, highest, groups.count))
                })
        }
    }

    @Test func oneRateForAllGroupsAfterTheFirstStep() {
        expectRejected(onlyBecause: "schedule flattening the groups") {
            grade(
                $0,
                setRates: { optimizer, peaks, step, schedule in
                    let rate = (peaks.max() ?? 0) * Float(schedule.factor(at: step))
                    for index in optimizer.groups.indices { optimizer.groups[index].learningRate = rate }
                })
        }
    }

    @Test func currentRateTimesTheFactor() {
        expectRejected(onlyBecause: "factors multiplied up") {
            grade(
                $0,
                setRates: { optimizer, _, step, schedule in
                    for index in optimizer.groups.indices {
                        optimizer.groups[index].learningRate *= Float(schedule.factor(at: step))
                    }
                })
        }
    }

    @Test func equalDifferences() {
        let even = { (lowest: Float, highest: Float, count: Int) in
            count == 1 ? [highest] : (0..<count).map { lowest + (highest - lowest) * Float($0) / Float(count - 1) }
        }
        expectRejected(onlyBecause: "evenly spaced rates") { grade($0, rates: even) }
    }

    /// Wrong in ways that have no name: none may be given to them.
    @Test func otherMistakesGetNoName() {
        expectRejected(onlyBecause: nil) { grade($0, rates: { lowest, _, count in rates(lowest, 1, count) }) }
        expectRejected(onlyBecause: nil) { grade($0, rates: { _, _, _ in [] }) }
        expectRejected(onlyBecause: nil) { grade($0, setRates: { _, _, _, _ in }) }
        expectRejected(onlyBecause: nil) { grade($0, setRates: { optimizer, _, _, _ in optimizer.groups = [] }) }
        // Unknown names are passed over.
        expectRejected(onlyBecause: nil) {
            grade($0, groups: { grouped(sections($0, $1), rates($2, $3, $1.count + 1)) })
        }
        // Frozen parameters too.
        expectRejected(onlyBecause: nil) {
            grade(
                $0,
                groups: { model, starts, lowest, highest in
                    try known(starts, model)
                    let groups = sections(model, starts, where: { _ in true })
                    return grouped(groups, rates(lowest, highest, groups.count))
                })
        }
    }

    @Test func byThePositionOfEachParametersBlock() {
        expectAccepted {
            grade(
                $0,
                rates: { lowest, highest, count in
                    let ratio = pow(Double(highest) / Double(lowest), 1 / Double(max(count - 1, 1)))
                    var rates = [highest]
                    while rates.count < count { rates.insert(Float(Double(rates[0]) / ratio), at: 0) }
                    return rates
                },
                groups: { model, starts, lowest, highest in
                    let names = model.children.map(\.name)
                    let bounds = try starts.map { start in
                        guard let index = names.firstIndex(of: start) else { throw Unknown() }
                        return index
                    }
                    let byGroup = Dictionary(grouping: model.namedParameters.filter(\.element.requiresGrad)) { named in
                        let block = names.firstIndex { named.name.hasPrefix("\($0).") } ?? 0
                        return bounds.filter { $0 <= block }.count
                    }
                    return zip(0...starts.count, rates(lowest, highest, starts.count + 1)).map { index, rate in
                        ParameterGroup(
                            (byGroup[index] ?? []).map(\.element).reversed(), learningRate: rate, name: "\(index)")
                    }
                },
                setRates: { optimizer, peaks, step, schedule in
                    optimizer.momentum = Float(schedule.momentum(at: step) ?? 0)
                    optimizer.groups = zip(optimizer.groups, peaks).map { group, peak in
                        ParameterGroup(
                            group.parameters, learningRate: Float(Double(peak) * schedule.factor(at: step)))
                    }
                })
        }
    }
}

private struct Unknown: Error {}

private func rates(_ lowest: Float, _ highest: Float, _ count: Int) -> [Float] {
    count == 1 ? [highest] : (0..<count).map { lowest * pow(highest / lowest, Float($0) / Float(count - 1)) }
}

private func known(_ starts: [String], _ model: Module) throws {
    guard starts.allSatisfy({ start in model.children.contains { $0.name == start } }) else { throw Unknown() }
}

private func sections(
    _ model: Module, _ starts: [String], where isWanted: (Parameter) -> Bool = \.requiresGrad
) -> [[Parameter]] {
    var groups: [[Parameter]] = [[]]
    var taken: Set<ObjectIdentifier> = []
    for (name, block) in model.children {
        if starts.contains(name) { groups.append([]) }
        groups[groups.count - 1] += block.parameters.filter {
            isWanted($0) && taken.insert(ObjectIdentifier($0)).inserted
        }
    }
    return groups
}

private func grouped(_ groups: [[Parameter]], _ rates: [Float]) -> [ParameterGroup] {
    zip(groups, rates).map { ParameterGroup($0, learningRate: $1) }
}

/// Grades right answers, but for those that a test replaces.
private func grade(
    _ grading: Grading, rates lowToHigh: (Float, Float, Int) throws -> [Float] = rates,
    groups: (Module, [String], Float, Float) throws -> [ParameterGroup] = { model, starts, lowest, highest in
        try known(starts, model)
        return grouped(sections(model, starts), rates(lowest, highest, starts.count + 1))
    },
    setRates: (Optimizer, [Float], Int, OneCycle) throws -> Void = { optimizer, peaks, step, schedule in
        for (index, peak) in peaks.enumerated() {
            optimizer.groups[index].learningRate = peak * Float(schedule.factor(at: step))
        }
    }
) {
    gradeGroupLearningRates(rates: lowToHigh, groups: groups, setRates: setRates, grading)
}
