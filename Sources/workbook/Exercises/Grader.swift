import Foundation
import Grading
import Synchronization
import TrainingCore

/// Grades exercises or solutions of a workspace and keeps the learner's progress.
struct Grader {
    let workspace: Workspace

    /// Grades the questions; each verdict is reported as it comes.
    ///
    /// - Parameters:
    ///   - subject: the learner's answers, or the reference solutions.
    ///   - seed: decides the random inputs; drawn anew where none is given.
    func grade(
        _ questions: [Question], _ subject: Runner.Subject, seed: UInt64? = nil, onVerdict: (Question, Verdict) -> Void
    ) throws -> [Verdict] {
        let build = try GraderBuild(subject == .exercise ? questions : [], in: workspace)
        var progress = Progress(workspace)
        var verdicts: [Verdict] = []
        let seed = seed ?? UInt64.random(in: 0..<1 << 32)
        try run(questions, subject, build, seed: seed, pictures: workspace.picturesFolder) { question, verdict in
            if subject == .exercise { progress[question].state = verdict.state }
            verdicts.append(verdict)
            onVerdict(question, verdict)
        }
        if subject == .exercise { try progress.save() }
        return verdicts
    }

    /// Runs a built grader, as many questions at a time as there are cores. The verdicts come in order.
    func run(
        _ questions: [Question], _ subject: Runner.Subject, _ build: GraderBuild, seed: UInt64,
        pictures: String? = nil, onVerdict: (Question, Verdict) -> Void
    ) throws {
        let runner = Runner(program: build.program, pictures: pictures)
        let cores = max(ProcessInfo.processInfo.activeProcessorCount, 1)
        for start in stride(from: 0, to: questions.count, by: cores) {
            let some = Array(questions[start..<min(start + cores, questions.count)])
            let results = Mutex([Int: Result<Verdict, any Error>]())
            DispatchQueue.concurrentPerform(iterations: some.count) { i in
                let question = some[i]
                let result = Result {
                    if let reason = build.refused[question.id] {
                        Verdict.outside(question, .doesNotCompile, reason)
                    } else {
                        try runner.grade(question.id, subject, seed: seed).with(warnings: build.warnings[question.id])
                    }
                }
                results.withLock { $0[i] = result }
            }
            for (i, question) in some.enumerated() {
                if let result = results.withLock({ $0[i] }) { onVerdict(question, try result.get()) }
            }
        }
    }
}

extension Verdict {
    /// A verdict on an answer that was not run.
    static func outside(_ question: Question, _ state: State, _ message: String?) -> Verdict {
        Verdict(id: question.id, state: state, message: message, maxPoints: question.points)
    }

    /// The verdict with what the compiler had noticed, which is often the explanation; nothing of it on a pass.
    fileprivate func with(warnings: String?) -> Verdict {
        guard let warnings, state != .passed, state != .notAttempted else { return self }
        var verdict = self
        verdict.message = [message, "The compiler warns: \(warnings)"].compactMap { $0 }.joined(separator: "\n  ")
        return verdict
    }
}
