import Foundation
import Grading
import TrainingCore

/// What the tests of the wrong and the alternative answers found, by running them.
struct AnswerRecords {
    /// One answer that was tried.
    struct Record {
        let question: String
        /// Whether it had to be rejected, rather than accepted.
        let isWrong: Bool
        /// Whether it was, with every seed.
        let held: Bool
        /// The misconception it had to be rejected for; empty where none explains it.
        let reason: String
    }

    let all: [Record]
    /// What the test run said, if it failed.
    let failure: String?

    /// Builds and runs `WrongAnswerTests`. The learner's own answers are left out of it.
    init(_ workspace: Workspace) throws {
        let (run, text) = try withScratchFolder { folder in
            let records = "\(folder)/records"
            try Data().write(to: URL(fileURLWithPath: records))
            let run = try Command(
                "swift", ["test", "--package-path", workspace.root, "--filter", "WrongAnswerTests"],
                environment: ["WORKBOOK_EXERCISES": "none", "WORKBOOK_RECORD": records, "OMP_NUM_THREADS": "1"])
            return (run, try String(contentsOfFile: records, encoding: .utf8))
        }
        all = text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 4 else { return nil }
            return Record(
                question: fields[0], isWrong: fields[1] == "wrong", held: fields[2] == "held", reason: fields[3])
        }
        let lines = run.text.split(separator: "\n").filter { $0.contains("error:") || $0.contains("recorded an issue") }
        failure =
            run.status == 0
            ? nil : "the tests of the wrong answers fail:\n  " + lines.prefix(20).joined(separator: "\n  ")
    }
}
