import ArgumentParser
import Foundation
import Grading

struct GradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade", abstract: "Grade your answers: all of them, or those you name.",
        discussion: """
            An answer that does not compile, crashes or never ends costs its own verdict only.

            For teachers: --submission grades what others handed in. Only the answers are taken from each folder; \
            everything else is this clone's own.
            """)

    @Argument(help: "Numbers of questions, such as 13. (default: all)")
    var questions: [String] = []

    @Flag(help: "Grade the reference solutions instead.")
    var solutions = false

    @Option(parsing: .upToNextOption, help: "Grade the answers in these folders: Exercises folders or whole clones.")
    var submission: [String] = []

    @Option(help: "Decides the random inputs of the checks, to repeat a run.")
    var seed: UInt64?

    @Option(help: "Write the verdicts into this file as JSON.")
    var json: String?

    @Option(help: "Write a table of points and states into this file, a line for each submission.")
    var csv: String?

    @Option(help: "Write the verdicts into this file as JUnit XML.")
    var junit: String?

    func validate() throws {
        guard submission.isEmpty || !solutions else {
            throw ValidationError("--solutions and --submission exclude each other.")
        }
    }

    func run() throws {
        let named = try questions.map(question)
        let chosen = named.isEmpty ? Question.all : named
        let workspace = try Workspace()
        guard submission.isEmpty else { return try gradeSubmissions(chosen, workspace) }

        let seed = seed ?? UInt64.random(in: 0..<1 << 32)
        let verdicts = try Grader(workspace: workspace).grade(chosen, solutions ? .solution : .exercise, seed: seed) {
            say($1.explained($0))
        }
        if verdicts.contains(where: { $0.state == .wrong || $0.state == .crashed || $0.state == .timedOut }) {
            say("To repeat these checks: --seed \(seed)")
        }
        if let json { try JSONReport.write(verdicts, to: json) }
        try writeTables([GradedSubmission(name: solutions ? "Solutions" : "Exercises", verdicts: verdicts)])
        if !solutions && verdicts.count == Question.all.count && verdicts.allSatisfy({ $0.state == .passed }) {
            say("All \(verdicts.count) questions passed. \(NextCommand.farewell)")
        }
        // Exercises that nobody has begun fail a grading only when they were asked for by number.
        let fails = verdicts.contains { $0.state != .passed && !(named.isEmpty && $0.state == .notAttempted) }
        if fails { throw ExitCode.failure }
    }

    private func gradeSubmissions(_ questions: [Question], _ workspace: Workspace) throws {
        let seed = seed ?? UInt64.random(in: 0..<1 << 32)
        let grader = SubmissionGrader(workspace: workspace, questions: questions, seed: seed)
        if !Confinement.isAvailable {
            say("This kernel has no Landlock: answers can change files outside their scratch folders.")
        } else if !Confinement.coversSignals {
            say("This kernel's Landlock knows no signals: answers could end your other processes.")
        }
        try grader.prepare()
        var summary = BatchSummary(Submission.all(at: submission))
        for one in summary.submissions {
            if !one.hasExercises { say("\(one.name): no folder of exercises in it.") }
            summary.add(try grader.grade(one))
            // After each, so that a batch that is cut off has not been for nothing.
            if let json { try JSONReport.write(summary.graded, seed: seed, to: json) }
            try writeTables(summary.graded)
        }
        summary.sayMisconceptions()
        say("To repeat these checks: --seed \(seed)")
    }

    private func writeTables(_ graded: [GradedSubmission]) throws {
        if let csv { try CSVReport.write(graded, to: csv) }
        if let junit { try JUnitReport.write(graded, to: junit) }
    }
}
