import Foundation
import Grading
import Wording

/// A batch of submissions in words: a line for each as it is done, and what the class should talk about.
struct BatchSummary {
    let submissions: [Submission]
    private(set) var graded: [GradedSubmission] = []
    private var start = ContinuousClock.now

    init(_ submissions: [Submission]) { self.submissions = submissions }

    /// Takes note of a graded submission and says how it went.
    mutating func add(_ submission: GradedSubmission) {
        graded.append(submission)
        let width = min(submissions.map(\.name.count).max() ?? 0, 30) + 2
        let states: [(Verdict.State, String)] = [
            (.passed, "passed"), (.wrong, "wrong"), (.doesNotCompile, "not compiling"), (.crashed, "crashed"),
            (.timedOut, "timed out"), (.notAttempted, "not attempted"),
        ]
        let counts = states.compactMap { state, word in
            submission.count(state) == 0 ? nil : "\(submission.count(state)) \(word)"
        }
        let seconds = fixed((ContinuousClock.now - start) / .seconds(1), 0)
        start = .now
        say(
            "\(padded(submission.name, width))\(submission.points)/\(submission.maxPoints) points  "
                + "\(counts.joined(separator: ", "))  (\(seconds) s)")
    }

    /// The misconceptions that more than one submission shares, most frequent first.
    func sayMisconceptions() {
        var counts: [String: Int] = [:]
        for submission in graded {
            for verdict in submission.verdicts {
                for misconception in verdict.misconceptions {
                    counts["\(verdict.id) \(misconception.name)", default: 0] += 1
                }
            }
        }
        let shared = counts.filter { $0.value > 1 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard !shared.isEmpty else { return }
        say("")
        say("Most frequent misconceptions:")
        for (name, count) in shared.prefix(10) { say("  \(count)×  \(name)") }
    }
}
