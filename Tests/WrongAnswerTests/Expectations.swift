import Foundation
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
    examine("wrong", misconception, sourceLocation, grade) { verdict in
        let names = verdict.misconceptions.map(\.name)
        return verdict.state == .wrong && names.contains(misconception) && !names.contains(where: others.contains)
    }
}

/// Expects that a grader rejects an answer and that the named misconception is its only reason; with `nil`, that it
/// names none, because the mistake is not one of the known ones.
func expectRejected(
    onlyBecause misconception: String?, sourceLocation: SourceLocation = #_sourceLocation, _ grade: (Grading) -> Void
) {
    examine("wrong", misconception ?? "", sourceLocation, grade) { verdict in
        verdict.state == .wrong && verdict.misconceptions.map(\.name) == [misconception].compactMap { $0 }
    }
}

/// Expects that a grader accepts an answer.
func expectAccepted(sourceLocation: SourceLocation = #_sourceLocation, _ grade: (Grading) -> Void) {
    examine("right", "", sourceLocation, grade) { $0.state == .passed }
}

/// Grades an answer with every seed, and expects of each verdict what `holds` says.
///
/// With `WORKBOOK_RECORD=FILE` in the environment a line is appended to the file: the question, `wrong` or `right`,
/// whether everything held, the reason. `workbook self-check` counts them.
private func examine(
    _ kind: String, _ reason: String, _ place: SourceLocation, _ grade: (Grading) -> Void, holds: (Verdict) -> Bool
) {
    var allHold = true
    for seed in seeds {
        let grading = Grading(seed: seed)
        grade(grading)
        let verdict = grading.verdict("")
        let held = holds(verdict)
        #expect(held, "seed \(seed): \(verdict)", sourceLocation: place)
        allHold = allHold && held
    }
    guard let path = ProcessInfo.processInfo.environment["WORKBOOK_RECORD"] else { return }
    // `WrongAnswerTests/Question13.swift` is about Q13.
    let id = "Q" + place.fileName.dropFirst("Question".count).prefix(2)
    let line = "\(id)\t\(kind)\t\(allHold ? "held" : "failed")\t\(reason)\n"
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    let written = line.utf8.withContiguousStorageIfAvailable { write(file, $0.baseAddress, $0.count) }
    #expect(written == line.utf8.count, "\(path) cannot be written", sourceLocation: place)
    close(file)
}
