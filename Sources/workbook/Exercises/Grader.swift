import Foundation
import Grading
import TrainingCore

/// Grades exercises or solutions of a workspace and keeps the learner's progress.
struct Grader {
    let workspace: Workspace

    /// Grades the questions one after the other; each verdict is reported as it comes.
    ///
    /// - Parameters:
    ///   - subject: the learner's answers, or the reference solutions.
    ///   - seed: decides the random inputs; drawn anew where none is given.
    func grade(
        _ questions: [Question], _ subject: Runner.Subject, seed: UInt64? = nil, onVerdict: (Question, Verdict) -> Void
    ) throws -> [Verdict] {
        let build = try GraderBuild(subject == .exercise ? questions : [], in: workspace)
        let runner = Runner(program: build.program, pictures: workspace.picturesFolder)
        let seed = seed ?? UInt64.random(in: 0..<1 << 32)
        var progress = Progress(workspace)
        let verdicts = try questions.map { question in
            let verdict =
                if let reason = build.refused[question.id] {
                    Verdict(id: question.id, state: .doesNotCompile, message: reason)
                } else {
                    try runner.grade(question.id, subject, seed: seed)
                }
            progress[question].state = subject == .exercise ? verdict.state : progress[question].state
            onVerdict(question, verdict)
            return verdict
        }
        if subject == .exercise { try progress.save() }
        return verdicts
    }
}

/// The verdicts as the machine-readable report has them.
struct GradeReport: Encodable {
    struct Exercise: Encodable {
        let id: String
        let state: Verdict.State
        let points, maxPoints: Int
        let misconceptions: [String]
        let checks: [Verdict.Check]
        let message: String?
    }
    let exercises: [Exercise]

    init(_ verdicts: [Verdict]) {
        exercises = verdicts.map {
            Exercise(
                id: $0.id, state: $0.state, points: $0.points, maxPoints: $0.maxPoints,
                misconceptions: $0.misconceptions.map(\.name), checks: $0.checks, message: $0.message)
        }
    }

    /// Writes the report as JSON.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try writeAtomically(encoder.encode(self), to: path)
    }
}
