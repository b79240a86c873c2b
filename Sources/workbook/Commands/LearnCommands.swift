import ArgumentParser
import Foundation
import Grading
import TrainingCore

struct NextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Show the first question that you have not passed.")

    /// What comes after the last question.
    static let farewell = "Well done. Where to go from here: Chapters/10-conclusion.md"

    func run() throws {
        let workspace = try Workspace()
        let progress = Progress(workspace)
        guard let question = Question.all.first(where: { progress[$0].state != .passed }) else {
            say("You have passed all \(Question.all.count) questions. \(Self.farewell)")
            return
        }
        say(Terminal.bold("\(question.id) \(question.title)"))
        say("  edit   Exercises/\(question.folder)/\(question.file)")
        say("  read   \(question.chapterLink)")
        say("  hint   ./workbook hint \(question.number)")
        say("  grade  ./workbook grade \(question.number)")
    }
}

struct HintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hint", abstract: "Give a hint: first a nudge, then an approach, then almost the answer.",
        discussion: "Each call gives the next of the three; --level gives a certain one.")

    @Argument(help: "The number of the question.")
    var number: String

    @Option(help: "1, 2 or 3.")
    var level: Int?

    func validate() throws {
        guard level.map((1...3).contains) ?? true else { throw ValidationError("--level must be 1, 2 or 3.") }
    }

    func run() throws {
        let question = try question(number)
        var progress = Progress(try Workspace())
        let level = level ?? min(progress[question].hints + 1, question.hints.count)
        progress[question].hints = max(progress[question].hints, level)
        try progress.save()
        say("\(question.id), hint \(level) of \(question.hints.count): \(question.hints[level - 1])")
    }
}

struct ResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Put an exercise back as it was shipped; your answer is kept as a backup.")

    @Argument(help: "The number of the question.")
    var number: String

    func run() throws {
        let question = try question(number)
        let workspace = try Workspace()
        let stub = try readFile(workspace.stub(question), expected: "the exercise as it was shipped")
        let path = workspace.exercise(question)
        if let answer = FileManager.default.contents(atPath: path), answer != stub {
            let backup = "\(workspace.backups)/\(question.id)-\(timestamp())-\(UUID().uuidString.prefix(4)).swift"
            try writeAtomically(answer, to: backup)
            say("Your answer is kept in \(backup).")
        }
        try writeAtomically(stub, to: path)
        var progress = Progress(workspace)
        progress[question].state = .notAttempted
        try progress.save()
        say("\(question.id) is as it was shipped.")
    }
}

struct SolutionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solution", abstract: "Show the reference solution of a question that you have passed.")

    @Argument(help: "The number of the question.")
    var number: String

    @Flag(help: "Show it although you have not passed.")
    var giveUp = false

    func run() throws {
        let question = try question(number)
        let workspace = try Workspace()
        guard giveUp || Progress(workspace)[question].state == .passed else {
            say("You have not passed \(question.id) yet. A hint may help: ./workbook hint \(question.number)")
            say("To see the solution all the same: ./workbook solution \(question.number) --give-up")
            throw ExitCode.failure
        }
        let text = try readFile(workspace.solution(question), expected: "the solution")
        print(String(decoding: text, as: UTF8.self), terminator: "")
    }
}
