import Foundation
import Grading
import TrainingCore

/// Proves the material: every exercise is as it should be before anybody has touched it, and its grader tells right
/// from wrong.
struct SelfCheck {
    /// What was found out about one question.
    struct Row {
        let question: Question
        /// Wrong answers that were tried, and those of them that were rejected for the stated reason.
        var wrong = (tried: 0, caught: 0)
        /// Right answers other than the solution that were tried, and those of them that passed.
        var alternatives = (tried: 0, accepted: 0)
        /// Seconds to grade the solution, the start of its process included.
        var seconds = 0.0
        /// What is not as it should be.
        var problems: [String] = []
    }

    let workspace: Workspace
    private(set) var rows: [Row]
    /// What is wrong with the package as a whole.
    private(set) var problems: [String] = []

    init(_ workspace: Workspace) {
        self.workspace = workspace
        rows = Question.all.map { Row(question: $0) }
    }

    /// Questions, their texts and their files.
    mutating func checkMaterial() {
        for i in rows.indices {
            let question = rows[i].question
            rows[i].problems += Self.problems(with: question, in: workspace)
        }
        problems += StrayFiles(workspace).found.map { "\($0) belongs to no question" }
    }

    /// Every stub compiles and is not attempted; every solution passes.
    mutating func checkAnswers(seed: UInt64) throws {
        let build = try GraderBuild(Question.all, in: workspace, answers: "Sources/Grading/Stubs")
        for (id, reason) in build.refused { add("the stub does not compile: \(reason)", to: id) }
        let runner = Runner(program: build.program)
        for i in rows.indices {
            let question = rows[i].question
            if build.refused[question.id] == nil {
                let stub = try runner.grade(question.id, .exercise, seed: seed)
                if stub.state != .notAttempted { rows[i].problems.append("the stub is shown as \(stub.state)") }
            }
            let start = ContinuousClock.now
            let solution = try runner.grade(question.id, .solution, seed: seed)
            rows[i].seconds = (ContinuousClock.now - start) / .seconds(1)
            if solution.state != .passed || solution.points != question.points {
                rows[i].problems.append("the solution is shown as \(solution.state), \(solution.points) points")
            }
        }
    }

    /// Every wrong answer is rejected for its stated reason, every alternative passes, and every known misconception
    /// has a wrong answer that shows it.
    mutating func checkWrongAnswers() throws {
        let records = try AnswerRecords(workspace)
        if let failure = records.failure { problems.append(failure) }
        for i in rows.indices {
            let own = records.all.filter { $0.question == rows[i].question.id }
            let (wrong, right) = (own.filter { $0.isWrong }, own.filter { !$0.isWrong })
            rows[i].wrong = (wrong.count, wrong.filter(\.held).count)
            rows[i].alternatives = (right.count, right.filter(\.held).count)
            for record in wrong where !record.held {
                rows[i].problems.append("a wrong answer is not rejected for its reason: \(record.reason)")
            }
            if right.contains(where: { !$0.held }) { rows[i].problems.append("a right answer is rejected") }
            if wrong.count < 4 { rows[i].problems.append("there are \(wrong.count) wrong answers; 4 are the least") }
            if right.isEmpty { rows[i].problems.append("there is no alternative answer") }
            let shown = Set(wrong.map(\.reason))
            for misconception in rows[i].question.misconceptions where !shown.contains(misconception.name) {
                rows[i].problems.append("no wrong answer shows: \(misconception.name)")
            }
        }
    }

    /// Whether nothing was found.
    var isSound: Bool { problems.isEmpty && rows.allSatisfy(\.problems.isEmpty) }

    private mutating func add(_ problem: String, to id: String) {
        for i in rows.indices where rows[i].question.id == id { rows[i].problems.append(problem) }
    }

    private static func problems(with question: Question, in workspace: Workspace) -> [String] {
        var problems: [String] = []
        if question.hints.count != 3 { problems.append("there are \(question.hints.count) hints, not 3") }
        let chapter = "\(workspace.root)/Chapters/\(question.chapter)"
        let text = (try? String(contentsOfFile: chapter, encoding: .utf8)) ?? ""
        if !text.contains("<a id=\"\(question.id.lowercased())\"></a>") {
            problems.append("\(question.chapterLink) is not there")
        }
        for file in [workspace.exercise(question), workspace.stub(question), workspace.solution(question)]
        where !FileManager.default.fileExists(atPath: file) {
            problems.append("\(file.dropFirst(workspace.root.count + 1)) is missing")
        }
        return problems
    }
}
