import Foundation
import Grading
import TrainingCore

/// Verdicts in the form that build servers show: a suite for each submission, a test case for each question.
///
/// An answer that was not attempted is skipped, a wrong one failed, any other that did not pass is in error. The points
/// stand in each case's properties.
enum JUnitReport {
    static func write(_ graded: [GradedSubmission], to path: String) throws {
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites>"]
        for submission in graded {
            let errors = submission.verdicts.count { [.crashed, .timedOut, .doesNotCompile].contains($0.state) }
            lines.append(
                #"  <testsuite name="\#(escaped(submission.name))" tests="\#(submission.verdicts.count)" "#
                    + #"failures="\#(submission.count(.wrong))" errors="\#(errors)" "#
                    + #"skipped="\#(submission.count(.notAttempted))">"#)
            lines.append("    <properties>")
            lines.append(#"      <property name="points" value="\#(submission.points)"/>"#)
            lines.append(#"      <property name="maxPoints" value="\#(submission.maxPoints)"/>"#)
            lines.append("    </properties>")
            for verdict in submission.verdicts { lines += testCase(verdict, of: submission.name) }
            lines.append("  </testsuite>")
        }
        lines.append("</testsuites>\n")
        try writeAtomically(Array(lines.joined(separator: "\n").utf8), to: path)
    }

    private static func testCase(_ verdict: Verdict, of submission: String) -> [String] {
        let question = Question.named(verdict.id)
        let name = [verdict.id, question?.title].compactMap { $0 }.joined(separator: " ")
        var lines = [
            #"    <testcase classname="\#(escaped(submission))" name="\#(escaped(name))">"#, "      <properties>",
            #"        <property name="points" value="\#(verdict.points)"/>"#,
            #"        <property name="maxPoints" value="\#(verdict.maxPoints)"/>"#, "      </properties>",
        ]
        let summary = "\(verdict.points) of \(verdict.maxPoints) points"
        let details = escaped(question.map { verdict.explained($0) } ?? verdict.message ?? "")
        switch verdict.state {
        case .passed: break
        case .notAttempted: lines.append("      <skipped/>")
        case .wrong: lines.append(#"      <failure type="wrong" message="\#(summary)">\#(details)</failure>"#)
        case .crashed, .timedOut, .doesNotCompile:
            lines.append(
                #"      <error type="\#(verdict.state.rawValue)" message="\#(summary)">\#(details)</error>"#)
        }
        return lines + ["    </testcase>"]
    }

    /// Text for XML 1.0, which has no place for control characters.
    private static func escaped(_ text: String) -> String {
        let allowed = text.unicodeScalars.filter {
            $0.value >= 0x20 && $0.value != 0xFFFE && $0.value != 0xFFFF || $0 == "\n" || $0 == "\t"
        }
        return String(String.UnicodeScalarView(allowed))
            .replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
    }
}
