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
        let log = NSTemporaryDirectory() + "workbook-build-\(UUID().uuidString)"
        try Data().write(to: URL(fileURLWithPath: log))
        defer { try? FileManager.default.removeItem(atPath: log) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let command = "ulimit -t \(compilerSeconds); exec swift build --package-path \"$0\" --product ExerciseRunner"
        process.arguments = ["-c", command, workspace.root]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "WORKBOOK_EXERCISES": ids.isEmpty ? "none" : ids.joined(separator: ","), "WORKBOOK_ANSWERS": answers,
        ]) { $1 }
        // A file, not a pipe: a pipe that nobody empties would stop the program.
        let sink = FileHandle(forWritingAtPath: log)
        process.standardOutput = sink
        process.standardError = sink
        try process.run()
        process.waitUntilExit()
        let output = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return process.terminationStatus == 0 ? .built(output: output) : .failed(output: output)
    }
}
