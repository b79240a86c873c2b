import Foundation
import Grading
import TrainingCore

/// Builds the grader around somebody's answers, and finds out which of them do not compile.
struct GraderBuild {
    /// The built program.
    let program: String
    /// For each question that was refused, the compiler's words.
    let refused: [String: String]
    /// For each question whose answer was compiled just now, the compiler's warnings.
    let warnings: [String: String]

    /// Builds with the answers to `questions` alone; leaves out those that do not compile.
    ///
    /// - Parameters:
    ///   - answers: the folder of the answers, relative to the workspace.
    ///   - compilerSeconds: the computing time allowed to each process of the compiler.
    /// - Throws: `FileError` when the build fails without any answer in it.
    init(_ questions: [Question], in workspace: Workspace, answers: String = "Exercises", compilerSeconds: Int = 600)
        throws
    {
        let package = GraderPackage(workspace: workspace, answers: answers, compilerSeconds: compilerSeconds)
        program = "\(workspace.root)/.build/debug/ExerciseRunner"
        if !FileManager.default.fileExists(atPath: program) {
            say("Building the graders for the first time; this takes two or three minutes.")
        }
        var remaining = questions.map(\.id)
        var refused: [String: String] = [:]
        while true {
            switch try package.build(remaining) {
            case .built(let output):
                warnings = CompilerMessages(.warning, in: output, package).byQuestion
                self.refused = refused
                return
            case .failed(let output):
                var culprits = CompilerMessages(.error, in: output, package).byQuestion
                culprits = culprits.filter { remaining.contains($0.key) }
                if culprits.isEmpty { culprits = try Self.oneByOne(remaining, package) }
                guard !culprits.isEmpty else {
                    throw FileError(workspace.root, expected: "a package that builds", found: "\n\(output)")
                }
                refused.merge(culprits) { $1 }
                remaining.removeAll { culprits.keys.contains($0) }
            }
        }
    }

    /// Where the messages name no question (a linker's, a compiler that never ends), each answer is added in turn.
    private static func oneByOne(_ ids: [String], _ package: GraderPackage) throws -> [String: String] {
        var good: [String] = []
        var refused: [String: String] = [:]
        if case .failed(let output) = try package.build([]) {
            throw FileError(package.workspace.root, expected: "a package that builds", found: "\n\(output)")
        }
        for id in ids {
            if case .failed(let output) = try package.build(good + [id]) {
                refused[id] = CompilerMessages.summary(of: output)
            } else {
                good.append(id)
            }
        }
        return refused
    }
}
