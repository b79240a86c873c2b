import Foundation
import Testing

@Suite("Commands for learners")
struct LearnTests {
    @Test func resettingForgetsThatTheQuestionWasPassed() throws {
        let scratch = try Scratch()
        let file = "Q13FreezeAllLayers/FreezeAllLayers.swift"
        for (folder, text) in [("Exercises", "// my answer"), ("Sources/Grading/Stubs", "// the question")] {
            let path = URL(fileURLWithPath: "\(scratch.path)/\(folder)/\(file)")
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: path)
        }
        try Data("Q12 passed hints=0\nQ13 passed hints=2\n".utf8).write(
            to: URL(fileURLWithPath: "\(scratch.path)/.workbook-progress"))

        let run = try Run(["reset", "13"], in: scratch.path, environment: ["WORKBOOK_ROOT": scratch.path])
        #expect(run.status == 0, "\(run.errors)")
        func text(_ path: String) throws -> String {
            try String(contentsOfFile: "\(scratch.path)/\(path)", encoding: .utf8)
        }
        #expect(try text("Exercises/\(file)") == "// the question")
        #expect(try text(".workbook-progress") == "Q12 passed hints=0\nQ13 notAttempted hints=2\n")
        let backup = try #require(scratch.contents.first { $0.hasPrefix(".workbook-backups/Q13") })
        #expect(try text(backup) == "// my answer")
    }
}
