import Foundation
import Grading
import TrainingCore

/// Grades submissions one after the other; none can stop the batch or touch another.
///
/// Only the answers are taken from a submission. They are laid beside this clone's own graders, in a folder that holds
/// nothing else, and each runs in a process confined to a scratch folder.
struct SubmissionGrader {
    private static let answers = ".build/submission/Exercises"

    let workspace: Workspace
    let questions: [Question]
    /// Decides the random inputs, the same for all submissions.
    let seed: UInt64

    /// Builds what all submissions have in common, so that the first is not slower than the others.
    func prepare() throws { _ = try GraderBuild([], in: workspace) }

    func grade(_ submission: Submission) throws -> GradedSubmission {
        var verdicts: [String: Verdict] = [:]
        var laid: [Question] = []
        for question in questions {
            switch submission.answer(question) {
            case .missing(let reason):
                verdicts[question.id] = .outside(question, .notAttempted, reason)
            case .refused(let reason):
                verdicts[question.id] = .outside(question, .doesNotCompile, reason)
            case .text(let answer) where FileManager.default.contents(atPath: workspace.stub(question)) == answer:
                verdicts[question.id] = .outside(question, .notAttempted, nil)
            case .text(let answer):
                try lay(answer, question)
                laid.append(question)
            }
        }
        if !laid.isEmpty {
            // A minute of computing is a hundred times what an answer needs.
            let build = try GraderBuild(laid, in: workspace, answers: Self.answers, compilerSeconds: 60)
            try Grader(workspace: workspace).run(laid, .exercise, build, seed: seed) { verdicts[$0.id] = $1 }
        }
        return GradedSubmission(name: submission.name, verdicts: questions.compactMap { verdicts[$0.id] })
    }

    /// Writes an answer to where it is built, unless it lies there already: then it need not be built again.
    private func lay(_ answer: Data, _ question: Question) throws {
        let path = "\(workspace.root)/\(Self.answers)/\(question.folder)/\(question.file)"
        if FileManager.default.contents(atPath: path) == answer { return }
        try writeAtomically(answer, to: path)
    }
}

/// A submission and what became of each of its answers.
struct GradedSubmission {
    let name: String
    let verdicts: [Verdict]

    var points: Int { verdicts.map(\.points).reduce(0, +) }
    var maxPoints: Int { verdicts.map(\.maxPoints).reduce(0, +) }

    func count(_ state: Verdict.State) -> Int { verdicts.filter { $0.state == state }.count }
}
