import Foundation
import Grading
import Testing

@testable import workbook

private let graded = [
    GradedSubmission(
        name: "Müller, \"Anna\" & Co",
        verdicts: [
            Verdict(id: "Q01", state: .crashed, message: "Index <out> of range\u{1B}[0m", maxPoints: 5),
            Verdict(id: "Q02", state: .notAttempted, message: nil, maxPoints: 6),
        ]),
    GradedSubmission(
        name: "=HYPERLINK(1)",
        verdicts: [
            Verdict(id: "Q01", state: .doesNotCompile, message: "no", maxPoints: 5),
            Verdict(id: "Q02", state: .timedOut, message: "late", maxPoints: 6),
        ]),
]

@Suite("Reports on submissions")
struct ReportTests {
    private func text(_ write: (String) throws -> Void) throws -> String {
        let scratch = try Scratch()
        try write("\(scratch.path)/report")
        return try String(contentsOfFile: "\(scratch.path)/report", encoding: .utf8)
    }

    @Test func aTableHasALineForEachSubmission() throws {
        let csv = try text { try CSVReport.write(graded, to: $0) }
        #expect(
            csv == """
                submission,points,maxPoints,passed,Q01,Q01 state,Q02,Q02 state\r
                "Müller, ""Anna"" & Co",0,11,0,0,crashed,0,notAttempted\r
                '=HYPERLINK(1),0,11,0,0,doesNotCompile,0,timedOut\r

                """)
    }

    @Test func junitIsWellFormedAndKeepsTheStatesApart() throws {
        let xml = try text { try JUnitReport.write(graded, to: $0) }
        #expect(
            xml.contains(#"name="Müller, &quot;Anna&quot; &amp; Co" tests="2" failures="0" errors="1" skipped="1""#))
        #expect(xml.contains("Index &lt;out&gt; of range[0m"))
        #expect(xml.contains(#"<error type="timedOut""#) && xml.contains(#"<error type="doesNotCompile""#))
        #expect(xml.components(separatedBy: "<testcase ").count == 5)
        #expect(!xml.contains("\u{1B}"))
    }

    @Test func jsonHasSubmissionsWithTheirExercises() throws {
        let json = try text { try JSONReport.write(graded, seed: 7, to: $0) }
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(report["seed"] as? Int == 7)
        let submissions = try #require(report["submissions"] as? [[String: Any]])
        #expect(submissions.map { $0["maxPoints"] as? Int } == [11, 11])
        let exercises = try #require(submissions[0]["exercises"] as? [[String: Any]])
        #expect(exercises.map { $0["state"] as? String } == ["crashed", "notAttempted"])
    }
}

@Suite("What the compiler says")
struct CompilerMessagesTests {
    private let output = """
        /w/Exercises/Q07SplitDataset/SplitDataset.swift:9:4: error: cannot find 'x' in scope
        /w/Exercises/Q07SplitDataset/SplitDataset.swift:9:4: error: cannot find 'x' in scope
        /w/Exercises/Q13FreezeAllLayers/FreezeAllLayers.swift:4:23: warning: cast always fails
        /w/Sources/Layers/Module.swift:1:1: error: not the learner's
        """

    private func messages(_ severity: CompilerMessages.Severity) throws -> [String: String] {
        let package = GraderPackage(workspace: Workspace(root: "/w"), answers: "Exercises", compilerSeconds: 1)
        return CompilerMessages(severity, in: output, package).byQuestion
    }

    @Test func errorsBelongToTheirQuestionAndStandOnce() throws {
        #expect(
            try messages(.error) == [
                "Q07": "Exercises/Q07SplitDataset/SplitDataset.swift:9:4: error: cannot find 'x' in scope"
            ])
    }

    @Test func warningsAreApart() throws {
        #expect(try messages(.warning).keys.sorted() == ["Q13"])
    }
}
