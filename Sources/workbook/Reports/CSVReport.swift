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
        let text = lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
        try writeAtomically(Array(text.utf8), to: path)
    }

    /// A field as RFC 4180 has it. A leading `=`, `+`, `-` or `@` is disarmed: a spreadsheet would compute it.
    private static func quoted(_ field: String) -> String {
        let safe = field.first.map("=+-@\t\r".contains) == true ? "'" + field : field
        guard safe.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return safe }
        return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
