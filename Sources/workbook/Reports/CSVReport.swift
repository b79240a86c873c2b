import Foundation
import Grading
import TrainingCore

/// A line for each submission, for a spreadsheet or a list of marks.
///
/// The columns: submission, points, maxPoints, passed; then for each question its points and, beside them, its state.
enum CSVReport {
    static func write(_ graded: [GradedSubmission], to path: String) throws {
        let ids = graded.first?.verdicts.map(\.id) ?? []
        var lines = [["submission", "points", "maxPoints", "passed"] + ids.flatMap { [$0, "\($0) state"] }]
        for submission in graded {
            lines.append(
                [
                    submission.name, "\(submission.points)", "\(submission.maxPoints)", "\(submission.count(.passed))",
                ] + submission.verdicts.flatMap { ["\($0.points)", $0.state.rawValue] })
        }
        try writeCSV(lines, to: path)
    }
}
