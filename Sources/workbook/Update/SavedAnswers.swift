import Foundation
import TrainingCore

/// The learner's edited answers, put aside before an update, and merged into the newer exercises after it.
///
/// Each merge has three sides: the exercise as it was shipped, as it is shipped now, and the learner's file.
struct SavedAnswers {
    /// What became of one answer.
    enum Outcome: Equatable {
        /// The exercise has not changed; the answer is as it was.
        case kept
        /// The changes of both sides are in the file.
        case merged
        /// Both sides changed the same lines; the file has both, between conflict marks.
        case conflict
        /// The exercise is no longer there; the answer is only in the backup.
        case gone
    }

    /// An edited file, `Q13FreezeAllLayers/FreezeAllLayers.swift`.
    struct Answer {
        let file: String
        let shipped, edited: Data
    }

    let answers: [Answer]
    /// The folder with copies of them; `nil` if there are none.
    let backup: String?
    private let workspace: Workspace

    /// Copies every answer that differs from its exercise into a new folder below the workspace's backups.
    init(_ workspace: Workspace) throws {
        self.workspace = workspace
        answers = try Self.files(in: "\(workspace.root)/Exercises").compactMap { file in
            let edited = try readFile("\(workspace.root)/Exercises/\(file)", expected: "an answer")
            let shipped = FileManager.default.contents(atPath: "\(workspace.stubs)/\(file)") ?? Data()
            return edited == shipped ? nil : Answer(file: file, shipped: shipped, edited: edited)
        }
        guard !answers.isEmpty else {
            backup = nil
            return
        }
        let folder = "\(workspace.backups)/update-\(timestamp())-\(UUID().uuidString.prefix(4))"
        for answer in answers {
            try writeAtomically(answer.edited, to: "\(folder)/\(answer.file)")
        }
        backup = folder
    }

    /// Writes the answers as they were.
    func putBack() throws {
        for answer in answers { try writeAtomically(answer.edited, to: "\(workspace.root)/Exercises/\(answer.file)") }
    }

    /// Merges the answers into the exercises that lie there now.
    func merge(_ git: Git) throws -> [(file: String, outcome: Outcome)] {
        try answers.map { answer in
            guard let now = FileManager.default.contents(atPath: "\(workspace.stubs)/\(answer.file)") else {
                return (answer.file, .gone)
            }
            let (merged, outcome) = try now == answer.shipped ? (answer.edited, .kept) : merge(answer, into: now, git)
            try writeAtomically(merged, to: "\(workspace.root)/Exercises/\(answer.file)")
            return (answer.file, outcome)
        }
    }

    private func merge(_ answer: Answer, into now: Data, _ git: Git) throws -> (Data, Outcome) {
        let output = try withScratchFolder { scratch in
            for (name, data) in [("yours", answer.edited), ("before", answer.shipped), ("now", now)] {
                try writeAtomically(data, to: "\(scratch)/\(name)")
            }
            // The exit code is the number of conflicts.
            return try git(
                "merge-file", "-p", "-L", "your answer", "-L", "the exercise before", "-L", "the exercise now",
                "\(scratch)/yours", "\(scratch)/before", "\(scratch)/now", accepting: 0...127)
        }
        return (output.data, output.status == 0 ? .merged : .conflict)
    }

    private static func files(in folder: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return all.filter { $0.hasPrefix("Q") && $0.hasSuffix(".swift") }.sorted()
    }
}
