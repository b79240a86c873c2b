import Testing

@testable import Labs

@Suite("Settings compared with another one")
struct ComparisonTests {
    @Test func sortsByWhatTheSeedsSay() {
        let comparison = Comparison(
            [
                ("a bit better", [0.81, 0.82, 0.81]), ("better", [0.9, 0.91, 0.92]), ("mixed", [0.9, 0.7, 0.8]),
                ("worse", [0.5, 0.6, 0.55]),
            ], with: [0.8, 0.8, 0.8])
        #expect(comparison.above.map(\.name) == ["better", "a bit better"])
        #expect(comparison.below.map(\.name) == ["worse"])
        #expect(comparison.undecided.map(\.name) == ["mixed"])
        #expect(
            comparison.inPoints("the other")
                == "Clearly above the other, in points: better (+11.0) and a bit better (+1.3). "
                + "Clearly below it: worse (−25.0). Not clearly apart from it: mixed (+0.0).")
    }

    @Test func theFirstSentenceNamesTheReference() {
        let comparison = Comparison([("worse", [0.5, 0.6])], with: [0.8, 0.8])
        #expect(comparison.inPoints("cosine") == "Clearly below cosine, in points: worse (−25.0).")
    }

    @Test func wordsInARow() {
        #expect(listed([]) == "")
        #expect(listed(["a"]) == "a")
        #expect(listed(["a", "b", "c"]) == "a, b and c")
    }

    @Test func theBestSettingHasTheHighestAccuracyAndThenTheLowestLoss() {
        let all =
            trials("a", [0.8, 0.8], loss: 2) + trials("b", [0.8, 0.8], loss: 1) + trials("c", [0.9, 0.6], loss: 0)
            + [
                Trial(
                    setting: "lost", seed: 1, subject: "s", images: 1, seconds: 1,
                    outcome: Outcome([Outcome.validationAccuracy: 0]))
            ]
        #expect(all.best(of: ["a", "b", "c"]) == "b")
        #expect(all.best(of: ["lost", "c"]) == "c")
        #expect(all.best(of: ["lost"]) == "lost")
    }
}
