import Foundation
import Grading
import TrainingCore

/// The package, built with some of the answers in a folder.
struct GraderPackage {
    enum Outcome {
        case built(output: String)
        case failed(output: String)
    }

    let workspace: Workspace
    /// The folder of the answers, relative to the workspace.
    let answers: String
    /// The computing time allowed to each process of the compiler, so that no answer keeps it busy for ever.
    let compilerSeconds: Int

    /// Builds the grader with the answers to the questions `ids`.
    func build(_ ids: [String]) throws -> Outcome {
        let limited = "ulimit -t \(compilerSeconds); exec swift build --package-path \"$0\" --product ExerciseRunner"
        let run = try Command(
            "sh", ["-c", limited, workspace.root],
            environment: [
                "WORKBOOK_EXERCISES": ids.isEmpty ? "none" : ids.joined(separator: ","), "WORKBOOK_ANSWERS": answers,
            ])
        return run.status == 0 ? .built(output: run.text) : .failed(output: run.text)
    }
}
