/// One of the thirty-one questions.
public struct Question: Sendable {
    /// 1…31.
    public let number: Int
    /// The name of its folder under `Exercises` and `Solutions`: `Q13FreezeAllLayers`.
    public let folder: String
    /// What it asks, in a few words.
    public let title: String
    /// The file under `Chapters` that teaches it, `05-freezing.md`; the section's anchor is the id in lower case.
    public let chapter: String
    /// What a right answer earns: the points of all checks together.
    public let points: Int
    /// Three hints: a nudge, an approach, almost the answer.
    public let hints: [String]
    /// The known mistakes its grader tells apart.
    public let misconceptions: [Misconception]

    /// `Q13`
    public var id: String { number < 10 ? "Q0\(number)" : "Q\(number)" }
    /// Where it is taught: `Chapters/05-freezing.md#q13`.
    public var chapterLink: String { "Chapters/\(chapter)#\(id.lowercased())" }
    /// The file the learner edits, `FreezeAllLayers.swift`.
    public var file: String { "\(folder.dropFirst(3)).swift" }
}
