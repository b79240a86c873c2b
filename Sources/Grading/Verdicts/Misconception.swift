import TrainingCore

/// A known way to misunderstand a question, with the sentence that sets it right.
public struct Misconception: Sendable, Codable, Equatable, Hashable {
    /// A short name, unique within its question: `statistics drift`.
    public let name: String
    /// One sentence that teaches.
    public let lesson: String
    /// The rule that a training run with this mistake breaks, where the check of set-ups has one.
    public let rule: SetupRule?

    /// A misconception under a name of a few words.
    public init(_ name: String, _ lesson: String, rule: SetupRule? = nil) {
        self.name = name
        self.lesson = lesson
        self.rule = rule
    }
}
