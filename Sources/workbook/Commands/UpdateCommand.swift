import ArgumentParser
import Foundation
import TrainingCore

struct UpdateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Get the newest workbook and keep your answers.",
        discussion: """
            Fetches what the clone came from, moves to it, and merges your answers into the exercises that have \
            changed. Where you and the exercise changed the same lines, the file shows both. Your answers are copied \
            into .workbook-backups first.
            """)

    func run() throws {
        let workspace = try Workspace()
        let git = Git(folder: workspace.root)
        let upstream = try upstream(git)
        try git("fetch", "--quiet")
        let new = try git("rev-list", "--count", "HEAD..\(upstream)").text
        guard new != "0" else {
            say("This is the newest workbook already.")
            return
        }
        // Answers may be changed, committed or not; whatever else is changed, this command does not touch.
        let others = try git("status", "--porcelain", "--untracked-files=no").data.split(separator: UInt8(ascii: "\n"))
            .map { String(decoding: $0.dropFirst(3), as: UTF8.self) }.filter { !$0.hasPrefix("Exercises/") }
        guard others.isEmpty else {
            throw FileError(
                others.joined(separator: ", "), expected: "no changes outside Exercises",
                found: "changes of your own; commit them or undo them (git checkout FILE) first")
        }

        let answers = try SavedAnswers(workspace)
        if let backup = answers.backup { say("Your answers are copied into \(backup).") }
        try move(to: upstream, git, answers)
        let outcomes = try answers.merge(git)
        say("Updated. \(new) \(new == "1" ? "change" : "changes"):")
        for line in try git("log", "--format=%s", "--max-count=10", "ORIG_HEAD..\(upstream)").lines { say("  \(line)") }
        report(outcomes)
    }

    /// The branch that this clone follows.
    private func upstream(_ git: Git) throws -> String {
        do {
            let top = try git("rev-parse", "--show-toplevel").text
            guard URL(fileURLWithPath: top).resolvingSymlinksInPath().path == git.folder else {
                throw Git.Failure(command: "rev-parse", status: 1, message: "not a clone")
            }
            return try git("rev-parse", "--abbrev-ref", "@{upstream}").text
        } catch let failure as Git.Failure {
            throw FileError(
                git.folder, expected: "a git clone on a branch that follows another (git clone makes one)",
                found: "\(failure.message). Get a fresh clone beside this one and copy your files of Exercises there")
        }
    }

    /// Moves the clone to `upstream`; the answers that were edited but not committed are out of the way meanwhile.
    private func move(to upstream: String, _ git: Git, _ answers: SavedAnswers) throws {
        do {
            try git("update-ref", "ORIG_HEAD", "HEAD")
            try git("checkout", "HEAD", "--", "Exercises")
            if try git("merge-base", "--is-ancestor", "HEAD", upstream, accepting: 0...1).status == 0 {
                try git("merge", "--quiet", "--ff-only", upstream)
            } else {
                // Answers that are committed: of the exercises, git keeps this side; the merge of ours comes after.
                try git("merge", "--quiet", "--no-edit", "--strategy-option=ours", upstream)
            }
        } catch {
            _ = try? git("merge", "--abort")
            try answers.putBack()
            throw error
        }
    }

    private func report(_ outcomes: [(file: String, outcome: SavedAnswers.Outcome)]) {
        for (file, outcome) in outcomes {
            switch outcome {
            case .kept: break
            case .merged: say("Exercises/\(file): the exercise has changed; your answer is merged into it.")
            case .conflict:
                say("Exercises/\(file): the exercise has changed where you wrote. Look for <<<<<<< in the file.")
            case .gone: say("Exercises/\(file): this exercise is gone; your answer is in the backup.")
            }
        }
        let kept = outcomes.filter { $0.outcome == .kept }.count
        if kept > 0 { say("\(kept) \(kept == 1 ? "answer is" : "answers are") as before.") }
    }
}
