import Grading
import Testing

/// Seeds that every answer is tried with: a wrong one must be rejected and a right one accepted with each.
let seeds: [UInt64] = [1, 2, 3]

/// Expects that a grader rejects an answer, that the named misconception is among its reasons, and that those that the
/// answer is free of are not.
func expectRejected(
    because misconception: String, not others: [String] = [], sourceLocation: SourceLocation = #_sourceLocation,
    _ grade: (Grading) -> Void
) {
    for seed in seeds {
        let grading = Grading(seed: seed)
        grade(grading)
        let verdict = grading.verdict("")
        let names = verdict.misconceptions.map(\.name)
        #expect(verdict.state == .wrong, "seed \(seed): \(verdict)", sourceLocation: sourceLocation)
        #expect(names.contains(misconception), "seed \(seed): \(verdict.checks)", sourceLocation: sourceLocation)
        #expect(
            !names.contains(where: others.contains), "seed \(seed): \(verdict.checks)", sourceLocation: sourceLocation)
    }
}

/// Expects that a grader rejects an answer and blames none of the known misconceptions.
func expectRejectedWithoutName(sourceLocation: SourceLocation = #_sourceLocation, _ grade: (Grading) -> Void) {
    for seed in seeds {
        let grading = Grading(seed: seed)
        grade(grading)
        let verdict = grading.verdict("")
        #expect(verdict.state == .wrong, "seed \(seed): \(verdict)", sourceLocation: sourceLocation)
        #expect(verdict.misconceptions.isEmpty, "seed \(seed): \(verdict.checks)", sourceLocation: sourceLocation)
    }
}

/// Expects that a grader accepts an answer.
func expectAccepted(sourceLocation: SourceLocation = #_sourceLocation, _ grade: (Grading) -> Void) {
    for seed in seeds {
        let grading = Grading(seed: seed)
        grade(grading)
        let verdict = grading.verdict("")
        #expect(verdict.state == .passed, "seed \(seed): \(verdict.checks)", sourceLocation: sourceLocation)
    }
}

/// Expects that a grader rejects an answer and that the named misconception is its only reason; with `nil`, that it
/// names none, because the mistake is not one of the known ones.
func expectRejected(
    onlyBecause misconception: String?, sourceLocation: SourceLocation = #_sourceLocation, _ grade: (Grading) -> Void
) {
    for seed in seeds {
        let grading = Grading(seed: seed)
        grade(grading)
        let verdict = grading.verdict("")
        #expect(verdict.state == .wrong, "seed \(seed): \(verdict)", sourceLocation: sourceLocation)
        #expect(
            verdict.misconceptions.map(\.name) == (misconception.map { [$0] } ?? []), "seed \(seed): \(verdict.checks)",
            sourceLocation: sourceLocation)
    }
}
