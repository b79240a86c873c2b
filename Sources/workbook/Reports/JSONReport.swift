import Foundation
import Grading
import TrainingCore

/// Verdicts for other programs to read.
///
/// One learner's: `{"exercises": […]}`. A batch: `{"seed": …, "submissions": [{"submission": …, "points": …,
/// "maxPoints": …, "exercises": […]}]}`.
enum JSONReport {
    private struct Exercise: Encodable {
        let id: String
        let state: Verdict.State
        let points, maxPoints: Int
        let misconceptions: [String]
        let checks: [Verdict.Check]
        let message: String?

        init(_ verdict: Verdict) {
            (id, state) = (verdict.id, verdict.state)
            (points, maxPoints) = (verdict.points, verdict.maxPoints)
            misconceptions = verdict.misconceptions.map(\.name)
            checks = verdict.checks
            message = verdict.message
        }
    }

    private struct Submission: Encodable {
        let submission: String
        let points, maxPoints: Int
        let exercises: [Exercise]
    }

    private struct Batch: Encodable {
        let seed: UInt64
        let submissions: [Submission]
    }

    static func write(_ verdicts: [Verdict], to path: String) throws {
        try write(["exercises": verdicts.map(Exercise.init)], to: path)
    }

    static func write(_ graded: [GradedSubmission], seed: UInt64, to path: String) throws {
        let submissions = graded.map {
            Submission(
                submission: $0.name, points: $0.points, maxPoints: $0.maxPoints,
                exercises: $0.verdicts.map(Exercise.init))
        }
        try write(Batch(seed: seed, submissions: submissions), to: path)
    }

    private static func write(_ report: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try writeAtomically(encoder.encode(report), to: path)
    }
}
