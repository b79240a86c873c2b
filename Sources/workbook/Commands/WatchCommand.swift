import ArgumentParser
import Foundation
import Grading

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Grade an exercise whenever you save it. Ends with Ctrl-C.")

    func run() throws {
        let workspace = try Workspace()
        let grader = Grader(workspace: workspace)
        var seen = changes(workspace)
        say("Watching Exercises. Save one to have it graded; Ctrl-C ends.")
        while true {
            Thread.sleep(forTimeInterval: 0.2)
            let now = changes(workspace)
            let changed = Question.all.filter { now[$0.id] != seen[$0.id] }
            seen = now
            guard !changed.isEmpty else { continue }
            say("")
            _ = try grader.grade(changed, .exercise) { say($1.explained($0)) }
        }
    }

    private func changes(_ workspace: Workspace) -> [String: Date] {
        var dates: [String: Date] = [:]
        for question in Question.all {
            let attributes = try? FileManager.default.attributesOfItem(atPath: workspace.exercise(question))
            dates[question.id] = attributes?[.modificationDate] as? Date
        }
        return dates
    }
}
