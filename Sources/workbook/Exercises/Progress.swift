import Foundation
import Grading
import TrainingCore

/// How far the learner is, in a plain text file with a line for each question: `Q13 passed hints=2`.
struct Progress {
    /// What is known about one question.
    struct Entry {
        var state: Verdict.State = .notAttempted
        var hints = 0
    }

    private var entries: [String: Entry] = [:]
    private let path: String

    /// Reads the file; a missing one is an empty one, and lines that say nothing known are passed over.
    init(_ workspace: Workspace) {
        path = workspace.progressFile
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 2, let state = Verdict.State(rawValue: String(words[1])) else { continue }
            let hints = words.dropFirst(2).first?.split(separator: "=").last.flatMap { Int($0) }
            entries[String(words[0])] = Entry(state: state, hints: hints ?? 0)
        }
    }

    /// What is known about a question.
    subscript(question: Question) -> Entry {
        get { entries[question.id] ?? Entry() }
        set { entries[question.id] = newValue }
    }

    /// Writes the file.
    func save() throws {
        let lines = entries.sorted { $0.key < $1.key }.map {
            "\($0.key) \($0.value.state.rawValue) hints=\($0.value.hints)\n"
        }
        try writeAtomically(Array(lines.joined().utf8), to: path)
    }
}
