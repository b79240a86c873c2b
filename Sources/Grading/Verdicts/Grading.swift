import Checks
import Files
import Foundation
import RandomNumbers

/// One run of a grader: collects its checks and hands out its seeds.
public final class Grading {
    /// Hears of each check as it begins and as it ends, so that the last one is known if the process dies.
    public var onCheck: (RunnerReport) -> Void = { _ in }
    /// Where the pictures of failed checks are written; nowhere if `nil`.
    var pictures: PictureFolder?

    private var generator: SeededGenerator
    private var checks: [Verdict.Check] = []
    private var unfinished = 0

    /// A run whose random inputs all come from `seed`: fresh ones for each seed, the same ones for the same seed.
    public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// A fresh generator for the inputs of a check.
    func generator(_ purpose: UInt64 = 0) -> SeededGenerator { SeededGenerator(seed: generator.next()).stream(purpose) }

    /// A fresh seed for code that wants one.
    func seed() -> UInt64 { generator.next() >> 33 }

    /// Runs one check. It passes unless `body` throws.
    ///
    /// A ``Mistake`` says what was wrong; ``Checks/Unfinished`` that there is nothing to check yet; any other error
    /// came from the learner's code and fails the check with its own words.
    ///
    /// - Parameters:
    ///   - crash: the known mistake that explains it if the program ends in this check.
    ///   - words: what Swift's last words must contain for that; anything if `nil`.
    public func check(
        _ name: String, points: Int = 1, explainingCrash crash: Misconception? = nil, saying words: String? = nil,
        _ body: () throws -> Void
    ) {
        onCheck(.began(.init(name, passed: false, points: points, misconception: crash), explainedBy: words))
        let result: Verdict.Check
        do {
            try body()
            result = .init(name, passed: true, points: points)
        } catch let mistake as Mistake {
            result = .init(
                name, passed: false, points: points, expected: mistake.expected, found: mistake.found,
                misconception: mistake.misconception)
            if let comparison = mistake.pictures { pictures?.write(comparison, check: checks.count + 1) }
        } catch is Unfinished {
            unfinished += 1
            result = .init(name, passed: false, points: points, expected: "an answer", found: "not written yet")
        } catch let error as FileError {
            // The folders above a file that the check made up mean nothing to the learner.
            let error = FileError(
                URL(fileURLWithPath: error.file).lastPathComponent, expected: error.expected, found: error.found)
            result = .init(
                name, passed: false, points: points, expected: "no error", found: "your code threw: \(error)")
        } catch {
            result = .init(
                name, passed: false, points: points, expected: "no error", found: "your code threw: \(error)")
        }
        checks.append(result)
        onCheck(.ended(result))
    }

    /// The verdict on a question, once its grader has run.
    ///
    /// Nobody has attempted it if no check passed and every function still throws ``Checks/Unfinished``.
    public func verdict(_ id: String) -> Verdict {
        Verdict(id: id, checks: checks, isUntouched: unfinished > 0 && unfinished == checks.count)
    }
}
