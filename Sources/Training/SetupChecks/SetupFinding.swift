import Foundation

/// Something that is, or seems, wrong with a training run.
public struct SetupFinding: Sendable, Equatable, CustomStringConvertible {
    /// How sure it is.
    public enum Severity: String, Sendable, Codable {
        /// The run cannot do what it is for.
        case error
        /// Somebody may want it so, but few do.
        case warning
    }

    /// The rule that was broken.
    public let rule: SetupRule
    /// How sure it is.
    public let severity: Severity
    /// What was seen: names and numbers.
    public let seen: String
    /// A line of code that puts it right.
    public let fix: String

    init(_ rule: SetupRule, _ severity: Severity, seen: String, fix: String) {
        (self.rule, self.severity, self.seen, self.fix) = (rule, severity, seen, fix)
    }

    /// Why it matters.
    public var why: String { rule.why }

    /// `error, frozen-head: the head fc has fresh weights and is frozen`, and why, and what to do, a line each.
    public var description: String {
        "\(severity.rawValue), \(rule.rawValue): \(seen)\n    \(why)\n    \(fix)"
    }

    /// Tells whoever ``hearing(_:during:)`` says, and otherwise writes to standard error.
    public func report() {
        if let hear = Listener.hear { return hear(self) }
        FileHandle.standardError.write(Data("\(self)\n".utf8))
    }

    /// Runs `body`; `hear` is told of each finding that is reported in it and would be written to standard error.
    public static func hearing<Result>(
        _ hear: @escaping @Sendable (SetupFinding) -> Void, during body: () throws -> Result
    ) rethrows -> Result {
        try Listener.$hear.withValue(hear, operation: body)
    }

    private enum Listener {
        @TaskLocal static var hear: (@Sendable (SetupFinding) -> Void)?
    }
}

extension [SetupFinding] {
    /// Errors first, causes before consequences, and what follows from another left out.
    ///
    /// - Parameter known: what has been said before.
    func inOrder(after known: Set<SetupRule> = []) -> [SetupFinding] {
        let said = known.union(map(\.rule))
        let covered = said.reduce(into: Set<SetupRule>()) { $0.formUnion($1.covers) }
        let places = Dictionary(uniqueKeysWithValues: SetupRule.allCases.enumerated().map { ($1, $0) })
        func isBefore(_ first: SetupFinding, _ second: SetupFinding) -> Bool {
            if first.severity != second.severity { return first.severity == .error }
            return (places[first.rule] ?? 0) < (places[second.rule] ?? 0)
        }
        return filter { !known.contains($0.rule) && !covered.contains($0.rule) }.sorted(by: isBefore)
    }
}

/// `fc.weight, fc.bias`, or the first three names and how many more.
func listed(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
}
