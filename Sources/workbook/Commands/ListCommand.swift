import ArgumentParser
import Foundation
import Grading
import Wording

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Show how far you are.")

    func run() throws {
        let progress = Progress(try Workspace())
        var chapter = ""
        for question in Question.all {
            if question.chapter != chapter {
                if !chapter.isEmpty { say("") }
                chapter = question.chapter
                say(Terminal.bold(Self.heading(chapter)))
            }
            say(Self.line(question, progress[question]))
        }
        let passed = Question.all.filter { progress[$0].state == .passed }.count
        say("")
        say(
            passed == Question.all.count
                ? "All \(passed) passed. \(NextCommand.farewell)"
                : "\(passed) of \(Question.all.count) passed. ./workbook next says how to go on.")
    }

    /// `05-freezing.md` as `Chapter 5, freezing`.
    private static func heading(_ chapter: String) -> String {
        let parts = chapter.dropLast(".md".count).split(separator: "-", maxSplits: 1)
        return "Chapter \(parts.first.flatMap { Int($0) } ?? 0), \(parts.last ?? "")"
    }

    private static func line(_ question: Question, _ entry: Progress.Entry) -> String {
        let title = padded("\(question.id)  \(question.title)", 46)
        let hints = entry.hints == 0 ? "" : "  hints: \(entry.hints)"
        switch entry.state {
        case .passed: return Terminal.green("  ✓ \(title)passed") + Terminal.faint(hints)
        case .notAttempted: return "  · \(title)" + Terminal.faint(hints)
        case .wrong: return Terminal.red("  ✗ \(title)not yet right") + Terminal.faint(hints)
        case .doesNotCompile: return Terminal.red("  ✗ \(title)does not compile") + Terminal.faint(hints)
        case .crashed: return Terminal.red("  ✗ \(title)crashed") + Terminal.faint(hints)
        case .timedOut: return Terminal.red("  ✗ \(title)timed out") + Terminal.faint(hints)
        }
    }
}
