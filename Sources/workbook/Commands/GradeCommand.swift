import ArgumentParser
import Foundation
import Grading

struct GradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade", abstract: "Grade your answers: all of them, or those you name.",
        discussion: "An answer that does not compile, crashes or never ends costs its own verdict only.")

    @Argument(help: "Numbers of questions, such as 13. (default: all)")
    var questions: [String] = []

    @Flag(help: "Grade the reference solutions instead.")
    var solutions = false

    @Option(help: "Decides the random inputs of the checks, to repeat a run.")
    var seed: UInt64?

    @Option(help: "Write the verdicts into this file as JSON.")
    var json: String?

    func run() throws {
        let named = try questions.map(question)
        let grader = Grader(workspace: try Workspace())
        let verdicts = try grader.grade(
            named.isEmpty ? Question.all : named, solutions ? .solution : .exercise, seed: seed
        ) { say($1.explained($0)) }
        if let json { try GradeReport(verdicts).write(to: json) }
        // Exercises that nobody has begun fail a grading only when they were asked for by number.
        let fails = verdicts.contains { $0.state != .passed && !(named.isEmpty && $0.state == .notAttempted) }
        if fails { throw ExitCode.failure }
    }
}
