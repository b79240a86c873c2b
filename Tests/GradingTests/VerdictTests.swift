import Checks
import Files
import Foundation
import Testing
import TrainingCore

@testable import Grading

@Suite("Verdicts")
struct VerdictTests {
    private func verdict(_ grade: (Grading) -> Void) -> Verdict {
        let grading = Grading(seed: 1)
        grade(grading)
        return grading.verdict("Q99")
    }

    @Test func allChecksPass() {
        let verdict = verdict { $0.check("a", points: 2) {} }
        #expect(verdict.state == .passed && verdict.points == 2 && verdict.maxPoints == 2)
    }

    @Test func partialCredit() {
        let misconception = Misconception("off by one", "Count from 0.")
        let verdict = verdict {
            $0.check("a", points: 2) {}
            $0.check("b", points: 3) { throw Mistake(expected: "1", found: "2", misconception) }
            $0.check("c") { throw Mistake(expected: "1", found: "2", misconception) }
        }
        #expect(verdict.state == .wrong && verdict.points == 2 && verdict.maxPoints == 6)
        #expect(verdict.misconceptions == [misconception])
    }

    /// A learner hears of a mistake in the words in which a run's own check will speak of it.
    @Test func theRuleOfTheSetUpCheckIsNamed() {
        let verdict = verdict { $0.check("a") { throw Mistake(expected: "1", found: "2", Q21.noZeroGrad) } }
        let text = verdict.explained(.q21)
        #expect(text.contains("the set-up check calls it gradients-not-zeroed"))
        #expect(text.contains(SetupRule.gradientsNotZeroed.why))
        let without = self.verdict { $0.check("a") { throw Mistake(expected: "1", found: "2", Q21.lossKept) } }
        #expect(!without.explained(.q21).contains("set-up check"))
    }

    @Test func untouchedIsNotWrongAndNotPassed() {
        let untouched = verdict {
            $0.check("a") { throw Unfinished() }
            $0.check("b") { throw Unfinished() }
        }
        #expect(untouched.state == .notAttempted && untouched.points == 0)
        let half = verdict {
            $0.check("a") {}
            $0.check("b") { throw Unfinished() }
        }
        #expect(half.state == .wrong && half.points == 1)
    }

    @Test func anErrorOfTheLearnersIsQuoted() {
        struct Oops: Error {}
        let verdict = verdict { $0.check("a") { throw Oops() } }
        #expect(verdict.state == .wrong)
        #expect(verdict.checks[0].found?.contains("Oops") == true)
    }

    @Test func aFileIsNamedWithoutItsFolders() {
        let verdict = verdict {
            $0.check("a") { throw FileError("/tmp/of/the/grader/weights.pth", expected: "weights", found: "none") }
        }
        #expect(verdict.checks[0].found == "your code threw: weights.pth: expected weights, found none")
    }

    @Test func nothingCheckedIsNotAPass() {
        #expect(verdict { _ in }.state != .passed)
    }

    @Test func theFirstDifferenceIsNamed() {
        #expect(throws: Mistake(expected: "x[1] = 2.0", found: "5.0")) {
            try expect([1, 5, 3], closeTo: [1, 2, 3], "x")
        }
        #expect(throws: Mistake(expected: "x: 3 numbers", found: "1 numbers")) {
            try expect([1], closeTo: [1, 2, 3], "x")
        }
        #expect(throws: Mistake.self) { try expect([Float.nan], closeTo: [0], "x") }
        #expect(throws: Mistake(expected: "y[0] = a", found: "b")) { try expect(["b"], equals: ["a"], "y") }
    }

    @Test func inputsAreFreshForEachSeedAndRepeatable() {
        func draw(_ seed: UInt64) -> [UInt64] {
            let grading = Grading(seed: seed)
            var generator = grading.generator()
            return [generator.next(), generator.next(), grading.seed()]
        }
        #expect(draw(1) == draw(1) && draw(1) != draw(2))
    }
}

@Suite("Questions")
struct QuestionTests {
    @Test func thirtyOneInOrder() { #expect(Question.all.map(\.number) == Array(1...31)) }

    @Test(arguments: ["13", "Q13", "q13", "013"]) func canBeNamed(_ text: String) {
        #expect(Question.named(text)?.number == 13)
    }

    @Test(arguments: ["", "Q", "0", "32", "-1", "thirteen"]) func cannotBeNamed(_ text: String) {
        #expect(Question.named(text) == nil)
    }
}
