import ArgumentParser
import Foundation
import Grading
import Wording

struct SelfCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "self-check", abstract: "Prove the material: stubs, solutions, wrong answers, hints, chapters.",
        discussion: """
            Every stub compiles and counts as not attempted, every solution and every alternative passes, every wrong \
            answer is rejected for its stated reason, every question has its hints and its chapter section, and no \
            file strays. It takes a few minutes. Your own answers are neither needed nor looked at.
            """)

    @Option(help: "Decides the random inputs of the checks.")
    var seed: UInt64 = 1

    func run() throws {
        var check = SelfCheck(try Workspace())
        check.checkMaterial()
        say("Building and grading the stubs and the solutions.")
        try check.checkAnswers(seed: seed)
        say("Building and trying the wrong answers.")
        try check.checkWrongAnswers()
        say("")
        say(padded("", 42) + "wrong answers   alternatives   time to")
        say(padded("", 42) + "caught          accepted       grade")
        for row in check.rows {
            say(
                padded("\(row.question.id) \(row.question.title)", 42)
                    + padded("\(row.wrong.caught) of \(row.wrong.tried)", 16)
                    + padded("\(row.alternatives.accepted) of \(row.alternatives.tried)", 15)
                    + "\(fixed(row.seconds, 1)) s")
            for problem in row.problems { say("    \(problem)") }
        }
        for problem in check.problems { say(problem) }
        let sound = check.rows.filter { $0.problems.isEmpty }.count
        let wrong = check.rows.map(\.wrong.caught).reduce(0, +)
        let seconds = check.rows.map(\.seconds).reduce(0, +)
        say(
            "\(sound) of \(check.rows.count) questions are sound; \(wrong) wrong answers caught; "
                + "all solutions graded in \(fixed(seconds, 0)) s.")
        guard check.isSound else { throw ExitCode.failure }
    }
}
