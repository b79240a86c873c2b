/// What became of one exercise.
public struct Verdict: Sendable, Codable, Equatable {
    /// The states are distinct: none is ever shown as another.
    public enum State: String, Sendable, Codable, CaseIterable {
        /// Every check passed.
        case passed
        /// At least one check failed.
        case wrong
        /// The functions still throw ``Checks/Unfinished``.
        case notAttempted
        /// The compiler refused the file.
        case doesNotCompile
        /// The process ended before the grading did: a trap, too much memory or output, or a call of `exit`.
        case crashed
        /// The time ran out.
        case timedOut
    }

    /// One thing that was checked.
    public struct Check: Sendable, Codable, Equatable {
        /// What was checked, as a statement that should hold.
        public let name: String
        /// Whether it held.
        public let passed: Bool
        /// What it is worth.
        public let points: Int
        /// What was expected; only for a failed check.
        public var expected: String?
        /// What was found instead, with the first index or name that differs; only for a failed check.
        public var found: String?
        /// The known mistake that explains it, if there is one.
        public var misconception: Misconception?
        /// The folder with `expected.png`, `yours.png` and `difference.png`; only where a picture was wrong and the
        /// runner keeps pictures.
        public var pictures: String?

        init(
            _ name: String, passed: Bool, points: Int, expected: String? = nil, found: String? = nil,
            misconception: Misconception? = nil
        ) {
            (self.name, self.passed, self.points) = (name, passed, points)
            (self.expected, self.found, self.misconception) = (expected, found, misconception)
        }
    }

    /// The question: `Q13`.
    public let id: String
    /// What became of it.
    public var state: State
    /// The points of the checks that passed.
    public var points: Int
    /// The points of all checks, also of those that were never reached.
    public var maxPoints: Int
    /// The checks in the order they ran; after a crash or a time-out the one that did not come to its end is the last.
    public var checks: [Check]
    /// For a crash, a time-out or a compile error: what the system or the compiler said.
    public var message: String?

    /// A verdict from checks that all ran.
    init(id: String, checks: [Check], isUntouched: Bool) {
        self.id = id
        self.checks = checks
        points = checks.filter(\.passed).map(\.points).reduce(0, +)
        maxPoints = checks.map(\.points).reduce(0, +)
        state = isUntouched ? .notAttempted : !checks.isEmpty && checks.allSatisfy(\.passed) ? .passed : .wrong
        if isUntouched { points = 0 }
    }

    /// A verdict from outside: the answer was not built, or its process did not live to give a verdict. The checks that
    /// it had passed by then count.
    public init(id: String, state: State, message: String?, checks: [Check] = [], maxPoints: Int? = nil) {
        self.id = id
        self.state = state
        self.message = message
        self.checks = checks
        points = checks.filter(\.passed).map(\.points).reduce(0, +)
        self.maxPoints = maxPoints ?? checks.map(\.points).reduce(0, +)
    }

    /// The known mistakes that were found, each once.
    public var misconceptions: [Misconception] {
        var seen: Set<Misconception> = []
        return checks.compactMap(\.misconception).filter { seen.insert($0).inserted }
    }
}
