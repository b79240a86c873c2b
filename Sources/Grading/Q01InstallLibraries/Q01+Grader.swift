import RandomNumbers
import TrainingCore

/// Grades Q01: comparing versions, and saying what a machine lacks.
public func gradeInstallLibraries(
    _ isVersionAtLeast: (String, String) throws -> Bool,
    _ checkLibraries: ([SystemLibrary], (String) -> String?) throws -> LibraryReport, _ grading: Grading
) {
    // What is wrong with the comparison of versions explains outdated libraries that go unreported.
    var comparison: (isRight: Bool, misconception: Misconception?) = (true, nil)
    func explanation(_ report: LibraryReport, _ machine: SampleMachine) -> Misconception? {
        if report.missing == machine.required { return Q01.everythingMissing }
        guard report.missing == machine.missing else { return nil }
        if report.outdated == machine.outdatedAsText { return Q01.comparedAsText }
        guard report.outdated.isEmpty else { return nil }
        return comparison.isRight ? Q01.leastVersionIgnored : comparison.misconception
    }

    grading.check("versions are compared number by number") {
        var generator = grading.generator()
        do {
            try checkComparison(isVersionAtLeast, versionPairs(using: &generator))
        } catch let mistake as Mistake {
            comparison = (false, mistake.misconception)
            throw mistake
        }
    }
    grading.check("what is not installed is missing") {
        let machine = sampleMachine(grading)
        let report = try checkLibraries(machine.required) { machine.installed[$0] }
        try expect(
            report.missing.map(\.name), equals: machine.missing.map(\.name), "missing", explanation(report, machine))
    }
    grading.check("what is older than the least version is outdated") {
        let machine = sampleMachine(grading)
        let report = try checkLibraries(machine.required) { machine.installed[$0] }
        try expect(
            report.outdated.map(\.name), equals: machine.outdated.map(\.name), "outdated",
            explanation(report, machine))
    }
    grading.check("the command installs exactly what is missing or outdated") {
        let machine = sampleMachine(grading)
        let report = try checkLibraries(machine.required) { machine.installed[$0] }
        try checkCommand(report, machine, explanation(report, machine))
    }
    grading.check("where everything is there and new enough, nothing is to be done") {
        var generator = grading.generator()
        let machine = SampleMachine([.equal, .new, .newButEarlierText], using: &generator)
        let report = try checkLibraries(machine.required) { machine.installed[$0] }
        let reported = (report.missing + report.outdated).map(\.name)
        try expect(
            reported.isEmpty, expected: "nothing missing, nothing outdated", found: reported.joined(separator: ", "),
            explanation(report, machine))
        try expect(
            report.command == nil, expected: "no command", found: report.command ?? "",
            packages(in: report.command).isEmpty ? nil : Q01.installedListedAgain)
    }
}

/// A machine with at least one library of every standing.
private func sampleMachine(_ grading: Grading) -> SampleMachine {
    var generator = grading.generator()
    let more = (0..<3).map { _ in SampleMachine.Standing.allCases.randomElement(using: &generator) ?? .old }
    return SampleMachine(SampleMachine.Standing.allCases + more, using: &generator)
}

private struct VersionPair {
    let installed: String
    let least: String
    let isEnough: Bool
}

private func versionPairs(using generator: inout SeededGenerator) -> [VersionPair] {
    var pairs = [
        VersionPair(installed: "1.6.9", least: "1.6.39", isEnough: false),
        VersionPair(installed: "10.0", least: "9.4", isEnough: true),
        VersionPair(installed: "1.10", least: "1.9", isEnough: true),
        VersionPair(installed: "2.0.10", least: "2.1.3", isEnough: false),
        VersionPair(installed: "2.0.1", least: "1.9.9", isEnough: true),
        VersionPair(installed: "1.9.9", least: "2.0.1", isEnough: false),
        VersionPair(installed: "2.1", least: "2.1.5", isEnough: false),
        VersionPair(installed: "2.1.5", least: "2.1", isEnough: true),
    ]
    for standing in SampleMachine.Standing.allCases {
        let (installed, least) = SampleMachine.versions(standing, using: &generator)
        guard let installed else { continue }
        let isEnough = standing != .old && standing != .oldButLaterText
        pairs.append(VersionPair(installed: installed, least: least, isEnough: isEnough))
    }
    return pairs.shuffled(using: &generator)
}

private func checkComparison(_ isVersionAtLeast: (String, String) throws -> Bool, _ pairs: [VersionPair]) throws {
    let answers = try pairs.map { try isVersionAtLeast($0.installed, $0.least) }
    var misconception: Misconception?
    if answers == pairs.map({ $0.installed >= $0.least }) { misconception = Q01.comparedAsText }
    for number in [firstTwoParts, allDigits] where answers == pairs.map({ number($0.installed) >= number($0.least) }) {
        misconception = Q01.comparedAsOneNumber
    }
    if answers.allSatisfy({ $0 }) { misconception = Q01.leastVersionIgnored }
    for (pair, answer) in zip(pairs, answers) {
        try expect(
            answer == pair.isEnough, expected: "\(pair.installed) at least \(pair.least): \(pair.isEnough)",
            found: "\(answer)", misconception)
    }
}

/// `1.6.39` taken for 1.6.
private func firstTwoParts(_ version: String) -> Double {
    Double(version.split(separator: ".").prefix(2).joined(separator: ".")) ?? 0
}

/// `1.6.39` taken for 1639.
private func allDigits(_ version: String) -> Double { Double(version.filter { $0 != "." }) ?? 0 }

/// - Parameter explanation: the known mistake that leads from the machine to the report, if there is one.
private func checkCommand(
    _ report: LibraryReport, _ machine: SampleMachine, _ explanation: Misconception?
) throws {
    let expected = "apt-get install " + machine.packages.sorted().joined(separator: " ")
    guard let command = report.command else { throw Mistake(expected: expected, found: "no command") }
    let words = command.split(separator: " ").drop { $0 == "sudo" }.filter { !$0.hasPrefix("-") }
    try expect(
        ["apt-get", "apt"].contains(words.first) && words.dropFirst().first == "install", expected: expected,
        found: command)
    let named = packages(in: command)
    let reported = Set((report.missing + report.outdated).map(\.package))
    let needless = machine.current.map(\.package).filter { named.contains($0) && !reported.contains($0) }
    try expect(
        named.sorted() == machine.packages.sorted(), expected: expected, found: command,
        Set(named) == machine.packages
            ? Q01.packageRepeated : needless.isEmpty ? explanation : Q01.installedListedAgain)
}

/// What a command would install: its words after `install` that are no options.
private func packages(in command: String?) -> [String] {
    let words = (command ?? "").split(separator: " ").drop { $0 != "install" }.dropFirst()
    return words.filter { !$0.hasPrefix("-") }.map(String.init)
}
