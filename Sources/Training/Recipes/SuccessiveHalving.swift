import Checks

/// A search that gives up early on what looks bad (successive halving; Karnin, Koren and Somekh, 2013): all candidates
/// train for a rung, the better half goes on from where it was for another one, and so on until one is left, which trains
/// for a last rung.
///
///     let search = SuccessiveHalving(candidates: 18, budget: 34)     // 18, 9, 4, 2 and 1 candidates, an epoch each
///     let result = try search.run { candidate, rung in
///         try train(models[candidate], epochs: search.epochsPerRung, firstEpoch: rung * search.epochsPerRung)
///     }
///
/// It knows nothing of models: whoever trains keeps them, and lets those go that went out. In the paper each rung costs
/// the same, so that later ones are longer; here all are equally long, so that every candidate's training is the beginning
/// of one and the same plan.
public struct SuccessiveHalving: Sendable, Equatable {
    /// How many candidates train in each rung; half of those before, rounded down.
    public let counts: [Int]
    /// How many epochs a candidate trains in a rung.
    public let epochsPerRung: Int

    /// A search among so many candidates.
    ///
    /// - Parameters:
    ///   - budget: the largest number of epochs to spend on all candidates together. Rungs are as long as it allows.
    ///   - rungs: how many rungs there are at most; until one candidate is left, if left out.
    /// - Precondition: there is a candidate, and the budget allows an epoch in every rung.
    public init(candidates: Int, budget: Int, rungs: Int? = nil) {
        require(candidates > 0, "SuccessiveHalving: there must be a candidate, not \(candidates)")
        require(rungs ?? 1 > 0, "SuccessiveHalving: there must be a rung, not \(rungs ?? 0)")
        var counts = [candidates]
        while counts[counts.count - 1] > 1 && counts.count < rungs ?? .max {
            counts.append(counts[counts.count - 1] / 2)
        }
        let trainings = counts.reduce(0, +)
        require(
            budget >= trainings,
            "SuccessiveHalving: \(counts) candidates in turn need \(trainings) epochs at least, the budget is \(budget)"
        )
        self.counts = counts
        epochsPerRung = budget / trainings
    }

    /// The epochs that the search takes: at most the budget.
    public var epochs: Int { counts.reduce(0, +) * epochsPerRung }

    /// What a search found.
    public struct Result: Sendable, Equatable {
        /// The scores of each rung, by candidate.
        public let rungs: [[Int: Double]]
        /// All candidates from the first that went out to the best. Of those that went out together the worse ones come
        /// first.
        public let order: [Int]

        /// The best candidate.
        public var winner: Int { order[order.count - 1] }
    }

    /// Runs the search.
    ///
    /// - Parameters:
    ///   - onElimination: hears of each candidate that goes out, when it does.
    ///   - train: trains a candidate for a rung, both counted from 0, going on from where it was, and returns its score.
    ///     High scores are good, NaN is the worst. Of equals the candidate that comes first is the better one.
    public func run(
        onElimination: (_ candidate: Int) -> Void = { _ in },
        _ train: (_ candidate: Int, _ rung: Int) throws -> Double
    ) rethrows -> Result {
        var (left, order, rungs): ([Int], [Int], [[Int: Double]]) = (Array(0..<counts[0]), [], [])
        for rung in counts.indices {
            let scores = try left.map { (candidate: $0, score: try train($0, rung)) }
            rungs.append(Dictionary(uniqueKeysWithValues: scores.map { ($0.candidate, $0.score) }))
            let ranked = scores.sorted { Self.isBetter($0, than: $1) }.map(\.candidate)
            let isLast = rung == counts.count - 1
            let losers = ranked[(isLast ? 1 : counts[rung + 1])...]
            losers.reversed().forEach(onElimination)
            order += losers.reversed()
            left = ranked.dropLast(losers.count).sorted()
        }
        return Result(rungs: rungs, order: order + left)
    }

    private typealias Score = (candidate: Int, score: Double)

    private static func isBetter(_ first: Score, than second: Score) -> Bool {
        if first.score.isNaN || second.score.isNaN || first.score == second.score {
            return first.score.isNaN == second.score.isNaN ? first.candidate < second.candidate : second.score.isNaN
        }
        return first.score > second.score
    }
}
