import Foundation
import Grading
import Testing

/// The built `ExerciseRunner`, which lies beside this test's program.
let runner = Runner(
    program: URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("ExerciseRunner").path)

@Suite("Solutions")
struct SolutionTests {
    @Test(arguments: Question.all.map(\.id)) func passes(_ id: String) throws {
        let verdict = try runner.grade(id, .solution, seed: 1)
        #expect(verdict.state == .passed, "\(verdict)")
        #expect(verdict.points == Question.named(id)?.points)
    }

    @Test(arguments: Question.all.map(\.id)) func hasHintsAndMisconceptions(_ id: String) throws {
        let question = try #require(Question.named(id))
        #expect(question.hints.count == 3 && question.hints.allSatisfy { $0.count > 20 })
        #expect(question.misconceptions.count >= 3)
        #expect(Set(question.misconceptions.map(\.name)).count == question.misconceptions.count)
    }
}
