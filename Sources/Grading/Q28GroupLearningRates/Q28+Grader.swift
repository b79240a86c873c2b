import Foundation
import RandomNumbers
import TrainingCore

/// Grades Q28: geometric rates, groups that divide what learns, and a schedule that keeps their ratios.
public func gradeGroupLearningRates(
    rates: (Float, Float, Int) throws -> [Float],
    groups: (Module, [String], Float, Float) throws -> [ParameterGroup],
    setRates: (Optimizer, [Float], Int, OneCycle) throws -> Void, _ grading: Grading
) {
    grading.check("rates rise by the same factor from the lowest to the highest") {
        for count in [1, 2, 3, 5] {
            let (lowest, highest) = limits(grading)
            try expectRates(try rates(lowest, highest, count), lowest, highest, count)
        }
    }
    grading.check("every parameter that may learn is in one group and no other") {
        for subject in GroupedModel.all(grading) {
            let (lowest, highest) = limits(grading)
            try expectEachOnce(try groups(subject.model, subject.starts, lowest, highest), subject)
        }
    }
    grading.check("a new group begins at each named block") {
        for subject in GroupedModel.all(grading) {
            let (lowest, highest) = limits(grading)
            try expectMembers(try groups(subject.model, subject.starts, lowest, highest), subject)
        }
    }
    grading.check("the first group has the lowest rate and the head's the highest") {
        for subject in GroupedModel.all(grading) {
            let (lowest, highest) = limits(grading)
            let found = try groups(subject.model, subject.starts, lowest, highest).map(\.learningRate)
            try expectRates(found, lowest, highest, subject.groups.count)
        }
    }
    grading.check("a name that no block bears is refused") {
        for unknown in ["layer5", "layer", "layer1.0"] {
            try expectRefused(unknown, grading, groups)
        }
    }
    grading.check("a schedule scales each group's own peak") {
        for count in 2...4 { try checkSchedule(groups: count, grading, setRates) }
    }
}

/// A lowest and a highest rate, a factor of 10 to 300 apart.
private func limits(_ grading: Grading) -> (lowest: Float, highest: Float) {
    var generator = grading.generator()
    let lowest = generator.uniform(in: 1e-5...9e-5)
    return (lowest, lowest * generator.uniform(in: 10...300))
}

// MARK: - Rates

private func expectRates(_ found: [Float], _ lowest: Float, _ highest: Float, _ count: Int) throws {
    try expect(found.count, equals: count, "number of rates")
    let expected = (0..<count).map { index -> Float in
        let part = count == 1 ? 1 : Double(index) / Double(count - 1)
        return Float(exp(log(Double(lowest)) * (1 - part) + log(Double(highest)) * part))
    }
    let even = (0..<count).map { lowest + (highest - lowest) * Float($0) / Float(max(count - 1, 1)) }
    for (index, (rate, right)) in zip(found, expected).enumerated() {
        try expect(
            isClose(rate, right), expected: "rate \(index) of \(count) is \(right)", found: "\(rate)",
            count == 1
                ? rate.isNaN ? Q28.singleRate : nil
                : areClose(found, expected.reversed())
                    ? Q28.orderReversed : areClose(found, even) ? Q28.evenSteps : nil)
    }
}

private func isClose(_ found: Float, _ expected: Float) -> Bool { abs(found - expected) <= 1e-3 * abs(expected) }

private func areClose(_ found: [Float], _ expected: [Float]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy(isClose)
}

// MARK: - Members

private func expectEachOnce(_ groups: [ParameterGroup], _ subject: GroupedModel) throws {
    var homes: [ObjectIdentifier: Int] = [:]
    for (index, group) in groups.enumerated() {
        for parameter in group.parameters {
            let name = subject.name(parameter)
            if let home = homes[ObjectIdentifier(parameter)] {
                throw Mistake(
                    expected: "\(subject.label): \(name) in one group",
                    found: home == index ? "twice in group \(index)" : "in groups \(home) and \(index)",
                    home == index ? nil : Q28.inTwoGroups)
            }
            homes[ObjectIdentifier(parameter)] = index
        }
    }
    let learning = Set(subject.learning.map(ObjectIdentifier.init))
    let missing = subject.learning.filter { homes[ObjectIdentifier($0)] == nil }
    try expect(
        missing.isEmpty, expected: "\(subject.label): all \(learning.count) parameters that may learn",
        found: "\(missing.count) in no group, the first is \(missing.first.map(subject.name) ?? "")", Q28.leftOut)
    let extra = groups.flatMap(\.parameters).first { !learning.contains(ObjectIdentifier($0)) }
    try expect(
        extra == nil, expected: "\(subject.label): only parameters that may learn",
        found: extra.map(subject.name) ?? "")
}

private func expectMembers(_ groups: [ParameterGroup], _ subject: GroupedModel) throws {
    let found = groups.map { Set($0.parameters.map(ObjectIdentifier.init)) }
    let expected = subject.groups.map { Set($0.map(ObjectIdentifier.init)) }
    let what = "\(subject.label), starting at \(subject.starts.joined(separator: ", "))"
    let suspicion =
        found == expected.reversed() ? Q28.orderReversed : holdsHeadInBody(found, expected) ? Q28.headInBody : nil
    try expect(
        found.count == expected.count, expected: "\(what): \(expected.count) groups", found: "\(found.count)",
        suspicion)
    for (index, (members, right)) in zip(found, expected).enumerated() where members != right {
        let stray = groups[index].parameters.first { !right.contains(ObjectIdentifier($0)) }
        let lost = subject.groups[index].first { !members.contains(ObjectIdentifier($0)) }
        throw Mistake(
            expected: "\(what): group \(index) has its \(right.count) parameters",
            found: stray.map { "it also has \(subject.name($0))" } ?? lost.map { "it lacks \(subject.name($0))" } ?? "",
            suspicion)
    }
}

/// Whether the head is found together with some of the body, and nowhere by itself.
private func holdsHeadInBody(_ found: [Set<ObjectIdentifier>], _ expected: [Set<ObjectIdentifier>]) -> Bool {
    guard let head = expected.last else { return false }
    let homes = found.filter { !$0.isDisjoint(with: head) }
    return homes.count == 1 && homes[0].isStrictSuperset(of: head)
}

private func expectRefused(
    _ unknown: String, _ grading: Grading, _ groups: (Module, [String], Float, Float) throws -> [ParameterGroup]
) throws {
    let model = FreezingModels.residual(grading)
    do {
        let result = try groups(model, [unknown, "fc"], 1e-4, 1e-2)
        throw Mistake(expected: "an error for the block \(unknown)", found: "\(result.count) groups")
    } catch let error as Mistake {
        throw error
    } catch let error as Unfinished {
        throw error
    } catch {}
}

// MARK: - Schedule

private func checkSchedule(
    groups count: Int, _ grading: Grading, _ setRates: (Optimizer, [Float], Int, OneCycle) throws -> Void
) throws {
    var generator = grading.generator()
    let peaks = (0..<count).map { Float($0 + 1) * generator.uniform(in: 0.001...0.0015) }.shuffled(using: &generator)
    let optimizer = SGD(
        peaks.map { ParameterGroup([Parameter(.ones([2]))], learningRate: $0) }, momentum: 0.9)
    let schedule = OneCycle(steps: Int.random(in: 10...40, using: &generator))
    let last = schedule.steps - 1
    for step in [0, 1, 2, 2, last / 2, last / 2 + 1, last, 1] {
        let before = optimizer.groups.map(\.learningRate)
        try setRates(optimizer, peaks, step, schedule)
        let found = optimizer.groups.map(\.learningRate)
        try expect(found.count, equals: count, "number of groups")
        let factor = Float(schedule.factor(at: step))
        for index in 0..<count {
            try expect(
                isClose(found[index], peaks[index] * factor),
                expected: "group \(index), step \(step): \(peaks[index]) · \(factor) = \(peaks[index] * factor)",
                found: "\(found[index])",
                Set(found).count == 1
                    ? Q28.flattened : areClose(found, before.map { $0 * factor }) ? Q28.compounded : nil)
        }
    }
}
