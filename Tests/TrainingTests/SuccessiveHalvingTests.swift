import Testing
import Training

@Suite("Successive halving")
struct SuccessiveHalvingTests {
    @Test func halfGoOnUntilOneIsLeft() {
        #expect(SuccessiveHalving(candidates: 18, budget: 34).counts == [18, 9, 4, 2, 1])
        #expect(SuccessiveHalving(candidates: 8, budget: 100).counts == [8, 4, 2, 1])
        #expect(SuccessiveHalving(candidates: 8, budget: 100, rungs: 2).counts == [8, 4])
        #expect(SuccessiveHalving(candidates: 1, budget: 3).counts == [1])
    }

    @Test func theBudgetDecidesHowLongARungIs() {
        #expect(SuccessiveHalving(candidates: 8, budget: 15).epochsPerRung == 1)
        let twice = SuccessiveHalving(candidates: 8, budget: 44)
        #expect(twice.epochsPerRung == 2)
        #expect(twice.epochs == 30)
    }

    /// Candidate 0 learns fast and stops, candidate 3 overtakes it in the second rung, and 2 would have been best.
    @Test func theBetterHalfGoesOn() {
        let scores = [[0.6, 0.6, 0.6], [0.1, 0.9, 0.9], [0.2, 0.95, 1], [0.5, 0.7, 0.8]]
        var calls: [[Int]] = []
        let result = SuccessiveHalving(candidates: 4, budget: 7).run(onElimination: { calls.append([$0]) }) {
            calls.append([$0, $1])
            return scores[$0][$1]
        }
        #expect(calls == [[0, 0], [1, 0], [2, 0], [3, 0], [1], [2], [0, 1], [3, 1], [0], [3, 2]])
        #expect(result.order == [1, 2, 0, 3])
        #expect(result.winner == 3)
        #expect(result.rungs == [[0: 0.6, 1: 0.1, 2: 0.2, 3: 0.5], [0: 0.6, 3: 0.7], [3: 0.8]])
    }

    @Test func fewRungsLeaveSeveralAndTheBestOfThemWins() {
        let result = SuccessiveHalving(candidates: 4, budget: 6, rungs: 2).run { candidate, rung in
            rung == 0 ? Double(candidate) : Double(-candidate)
        }
        #expect(result.order == [0, 1, 3, 2])
        #expect(result.winner == 2)
    }

    @Test func ofEqualsTheFirstIsBetterAndNoNumberIsTheWorst() {
        let equal = SuccessiveHalving(candidates: 4, budget: 7).run { _, _ in 0.5 }
        #expect(equal.order == [3, 2, 1, 0])
        let broken = SuccessiveHalving(candidates: 3, budget: 4).run { candidate, _ in candidate == 2 ? -1 : .nan }
        #expect(broken.winner == 2)
    }

    @Test func whatTrainingThrowsEndsTheSearch() {
        struct Broken: Error {}
        var calls = 0
        #expect(throws: Broken.self) {
            try SuccessiveHalving(candidates: 4, budget: 7).run { _, _ in
                calls += 1
                if calls == 3 { throw Broken() }
                return 0
            }
        }
        #expect(calls == 3)
    }
}
