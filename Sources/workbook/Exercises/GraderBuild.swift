import Foundation
import Grading
import TrainingCore

/// Builds the grader around the learner's files, and finds out which of them do not compile.
struct GraderBuild {
    /// The built program.
    let program: String
    /// The compiler's words for each question it refused.
    let refused: [String: String]

    /// Builds with the exercises of `questions` alone; leaves out, one after the other, those that do not compile.
    ///
    /// - Throws: `FileError` when the build fails for another reason.
    init(_ questions: [Question], in workspace: Workspace) throws {
        var remaining = questions.map(\.id)
        var refused: [String: String] = [:]
        while true {
            let (status, output) = try Self.build(remaining, in: workspace)
            if status == 0 { break }
            let errors = Self.errors(in: output, workspace).filter { remaining.contains($0.key) }
            guard !errors.isEmpty else {
                throw FileError(workspace.root, expected: "a package that builds", found: "\n\(output)")
            }
            refused.merge(errors) { $1 }
            remaining.removeAll { errors.keys.contains($0) }
        }
        program = "\(workspace.root)/.build/debug/ExerciseRunner"
        self.refused = refused
    }

    private static func build(_ ids: [String], in workspace: Workspace) throws -> (status: Int32, output: String) {
        let log = NSTemporaryDirectory() + "workbook-build-\(UUID().uuidString)"
        try Data().write(to: URL(fileURLWithPath: log))
        defer { try? FileManager.default.removeItem(atPath: log) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["swift", "build", "--package-path", workspace.root, "--product", "ExerciseRunner"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["WORKBOOK_EXERCISES": ids.isEmpty ? "none" : ids.joined(separator: ",")]
        ) { $1 }
        let sink = FileHandle(forWritingAtPath: log)
        process.standardOutput = sink
        process.standardError = sink
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }

    /// The errors by question. One in the grader's own list of answers means that a function's name or type changed.
    private static func errors(in output: String, _ workspace: Workspace) -> [String: String] {
        let lists = "\(workspace.root)/Sources/ExerciseRunner/Answers/"
        var errors: [String: [String]] = [:]
        for line in output.split(separator: "\n").map(String.init) where line.contains(": error: ") {
            if let id = line.range(of: "/Exercises/").flatMap({ questionID(in: line[$0.upperBound...]) }) {
                errors[id, default: []].append(line)
            } else if line.hasPrefix(lists), let id = questionID(atPlace: line) {
                let reason = line.components(separatedBy: ": error: ").last ?? ""
                errors[id, default: []].append(
                    "A function's name, arguments or result are not those of the exercise: \(reason)")
            }
        }
        return errors.mapValues { lines in
            var seen: Set<String> = []
            return lines.filter { seen.insert($0).inserted }.map {
                $0.replacingOccurrences(of: workspace.root + "/", with: "")
            }
            .joined(separator: "\n  ")
        }
    }

    /// The question that the line `FILE:LINE:…` of a list of answers is about.
    private static func questionID(atPlace message: String) -> String? {
        let place = message.split(separator: ":", maxSplits: 2)
        guard place.count == 3, let number = Int(place[1]),
            let lines = try? String(contentsOfFile: String(place[0]), encoding: .utf8).components(separatedBy: "\n"),
            lines.indices.contains(number - 1)
        else { return nil }
        return questionID(in: lines[number - 1][...])
    }

    private static func questionID(in text: Substring) -> String? {
        text.firstMatch(of: /Q\d\d/).map { String($0.output) }
    }
}
