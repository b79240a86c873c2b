import Foundation
import TrainingCore

/// What the check says of every fault and every clean set-up.
struct Bench: Sendable {
    /// A case and what was found in it.
    struct Result: Sendable {
        let name: String
        /// What should have been found first; `nil` in a clean set-up, and where no rule is made for a fault.
        let expected: SetupRule?
        let findings: [SetupFinding]

        var isCaught: Bool { expected != nil && !findings.isEmpty }
        var isFirst: Bool { expected != nil && findings.first?.rule == expected }
    }

    let faults: [Result]
    let clean: [Result]

    /// Everything, run once for all tests.
    static let all = Swift.Result { try Bench() }

    private init() throws {
        faults = try Fault.all.map { Result(name: $0.name, expected: $0.rule, findings: try $0.find()) }
        clean = try Self.results(CleanSetup.all)
    }

    /// What is found in clean set-ups.
    static func results(_ setups: [CleanSetup]) throws -> [Result] {
        try setups.map { Result(name: $0.name, expected: nil, findings: try $0.find()) }
    }

    var shareCaught: Double { Double(faults.count(where: \.isCaught)) / Double(faults.count) }
    var shareRightFirst: Double { Double(faults.count(where: \.isFirst)) / Double(faults.count) }
    var shareWarned: Double {
        Double(clean.count { $0.findings.contains { $0.severity == .warning } }) / Double(clean.count)
    }
    var cleanErrors: [String] {
        clean.filter { $0.findings.contains { $0.severity == .error } }.map { "\($0.name): \($0.findings)" }
    }
}

/// The table in `Benchmarks/setup-check.md`.
extension Bench {
    func table(_ costs: [Cost], more: [Result]) -> String {
        """
        # What the check of a set-up finds

        `SetupCheck` looks at a training set-up before it runs, `SetupProbe` at its first steps. Here they look at \
        \(faults.count) set-ups with a mistake in each, made on purpose, and at \(clean.count) that are in order, however odd: \
        \(CleanSetup.labs.count) labs (two of which make a mistake on purpose and do not let `fit` speak of it), what \
        \(CleanSetup.solutions.count) reference solutions build, the \
        recipes, \(CleanSetup.drawn.count) drawn at random from sound choices, and others that come near to the border of a \
        rule. `Benchmarks/setup-check` makes this page; the tests hold it to its limits: 95 % caught, 90 % by the right rule \
        first, no error and 2 % with a warning where nothing is wrong. The cases are in `Tests/SetupCheckTests`.

        - \(faults.count(where: \.isCaught)) of \(faults.count) mistakes are caught (\(percent(shareCaught))); with \
        \(faults.count(where: \.isFirst)) the right rule is the first to speak (\(percent(shareRightFirst))).
        - \(clean.count - cleanErrors.count) of \(clean.count) clean set-ups bring no error, \
        \(clean.count { $0.findings.isEmpty }) nothing at all (warnings in \(percent(shareWarned))).
        - The limits of the rules were set while these cases were collected. Of \(more.count) further set-ups drawn at random, \
        which had no part in that, \(more.count { !$0.findings.isEmpty }) brought a finding\(words(for: more)).
        - The mistake that the first source document describes brings \
        \(faults[0].findings.count) finding: `\(faults[0].findings.first?.rule.rawValue ?? "none")`.

        ## By rule

        Caught: the mistakes made for the rule in which anything was found. First: those in which this rule was the first to \
        speak. Elsewhere: what it said, rightly or not, in set-ups with a mistake made for another rule. False alarms: \
        clean set-ups in which it spoke.

        | rule | mistakes | caught | first | elsewhere | false alarms |
        |---|---|---|---|---|---|
        \(SetupRule.allCases.map(row).joined(separator: "\n"))

        ## What was missed

        \(list(faults.filter { !$0.isCaught }) { "\($0.name): " + ($0.expected == nil ? "no rule is made for it" : "nothing was said") })

        ## Where another rule spoke first

        \(list(faults.filter { $0.isCaught && !$0.isFirst }) {
            "\($0.name): `\($0.findings[0].rule.rawValue)` before `\($0.expected?.rawValue ?? "")`"
        })

        ## False alarms

        \(list(clean.filter { !$0.findings.isEmpty }) {
            "\($0.name): \($0.findings.map { "\($0.severity.rawValue) `\($0.rule.rawValue)`, \($0.seen)" }.joined(separator: "; "))"
        })

        ## What it costs

        Measured with 2 cores, on images of the digits: how long the whole run takes, and how long the static rules and the \
        probe work in a loop of as many steps; each the best of five.

        | run | run, s | check, ms | share |
        |---|---|---|---|
        \(costs.map(\.row).joined(separator: "\n"))

        """
    }

    /// `: 2 clipping-always-bites`
    private func words(for results: [Result]) -> String {
        let rules = results.flatMap { $0.findings.map(\.rule.rawValue) }
        let counts = Set(rules).sorted().map { rule in "\(rules.count { $0 == rule }) `\(rule)`" }
        return counts.isEmpty ? "" : ": " + counts.joined(separator: ", ")
    }

    private func row(_ rule: SetupRule) -> String {
        let own = faults.filter { $0.expected == rule }
        let elsewhere = faults.count { $0.expected != rule && $0.findings.contains { $0.rule == rule } }
        let alarms = clean.count { $0.findings.contains { $0.rule == rule } }
        return "| \(rule.rawValue) | \(own.count) | \(own.count(where: \.isCaught)) | \(own.count(where: \.isFirst)) | "
            + "\(elsewhere) | \(alarms) |"
    }

    private func list(_ results: [Result], _ line: (Result) -> String) -> String {
        results.isEmpty ? "Nothing." : results.map { "- \(line($0))" }.joined(separator: "\n")
    }

    private func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
}
