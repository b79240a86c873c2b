import Foundation
import Grading

/// Files among the exercises, the stubs, the solutions and the wrong answers that no question knows.
struct StrayFiles {
    /// Their paths, relative to the workspace.
    let found: [String]

    init(_ workspace: Workspace) {
        let files = Set(Question.all.flatMap { ["\($0.folder)", "\($0.folder)/\($0.file)"] })
        let tests = Set(Question.all.map { "Question\($0.id.dropFirst()).swift" })
        let known = [
            "Exercises": files.union(["README.md"]), "Sources/Grading/Stubs": files,
            "Solutions": files.union(["README.md"]),
            "Tests/WrongAnswerTests": tests.union(["Expectations.swift"]),
        ]
        found = known.flatMap { folder, known in
            let all = FileManager.default.enumerator(atPath: "\(workspace.root)/\(folder)")?.allObjects
            return (all as? [String] ?? []).filter { !known.contains($0) }.map { "\(folder)/\($0)" }
        }
        .sorted()
    }
}
