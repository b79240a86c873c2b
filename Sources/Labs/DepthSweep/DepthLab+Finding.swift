import TrainingCore
import Wording

extension DepthLab {
    func finding(_ trials: [Trial]) -> String {
        [bothEnds(trials), rateOrDepth(trials), statistics(trials), nothingLearns(trials), searches(trials)].joined(
            separator: " ")
    }

    private static let (all, head) = (Depth.share(1), Depth.last(1))
    /// The depths between the head alone and everything.
    private var partial: [Depth] { depths.filter { $0 != Self.all && $0 != Self.head } }

    private func accuracies(_ depth: Depth, _ rate: Double, _ trials: [Trial]) -> [Double] {
        trials.numbers(Outcome.validationAccuracy, of: name(depth, rate))
    }

    private func best(_ depths: [Depth], at rate: Double, _ trials: [Trial]) -> Depth {
        depths.max { accuracies($0, rate, trials).mean < accuracies($1, rate, trials).mean } ?? Self.all
    }

    /// Whether a partial depth beats all layers and the head alone at the one rate.
    private func bothEnds(_ trials: [Trial]) -> String {
        let rate = Self.sweepRate
        let between = best(partial, at: rate, trials)
        let own = accuracies(between, rate, trials)
        let beside = [Self.all, Self.head].map { Difference(own, accuracies($0, rate, trials)) }
        let verdict =
            beside.allSatisfy(\.isClearGain)
            ? "So a partial depth beat both ends, as in the source"
            : beside.contains(where: \.isClearLoss)
                ? "So no partial depth beat both ends, other than in the source"
                : "So it could not be shown here that a partial depth beats both ends, as it did in the source"
        return """
            At the one rate of \(shortNumber(rate)), the best of the depths in between is “\(between.name)”: after \
            \(counted(epochs, "epoch")) it has \(percent(own.mean)) of the validation images right. It is \
            \(beside[0].compared(to: "“all”")), which has \(percent(accuracies(Self.all, rate, trials).mean)), and \
            \(beside[1].compared(to: "“last one”")), which has \(percent(accuracies(Self.head, rate, trials).mean)). \
            \(verdict) (62 % with a quarter of the layers and 63 % with a sixth; 41 % with the last two, 40 % with all).
            """
    }

    /// Whether what all layers lack is the rate's doing.
    private func rateOrDepth(_ trials: [Trial]) -> String {
        let gaps = rates.map { rate in
            Difference(
                accuracies(best(partial, at: rate, trials), rate, trials), accuracies(Self.all, rate, trials))
        }
        let allRate = bestRate([Self.all], trials)
        let partRate = bestRate(partial, trials)
        let part = best(partial, at: partRate, trials)
        let (allOwn, partOwn) = (accuracies(Self.all, allRate, trials), accuracies(part, partRate, trials))
        let own = Difference(partOwn, allOwn)
        let lost = rates.indices.filter { gaps[$0].isClearGain }.map { shortNumber(rates[$0]) }
        let points = zip(rates, gaps).map { "\(signedPoints($1.mean)) points at \(shortNumber($0))" }
        let worst = rates.indices.filter { gaps[$0].isClearGain }.max { gaps[$0].mean < gaps[$1].mean }
        let conclusion =
            if own.isClearGain, let worst, gaps[worst].mean > 2 * own.mean {
                "So the rate explains most of what all layers lack at \(shortNumber(rates[worst])), but not all of it: a "
                    + "partial depth is better here even when all layers have the best of these rates"
            } else if own.isClearGain {
                "So a partial depth is better here even when all layers have the best of these rates"
            } else if lost.isEmpty {
                "At no rate were all layers clearly behind, so there is nothing clear for the rate to explain"
            } else {
                "So what all layers lack at \(listed(lost)) is the rate's doing, not the depth's"
            }
        let edge =
            allRate == rates.min() && rates.count > 1
            ? " The best rate of “all” is the lowest one tried; a still lower one might bring more." : ""
        return """
            Compared with “all”, the best depth in between stands at \(listed(points)). With the best of these rates for \
            each, “all” reaches \(percent(allOwn.mean)) (at \(shortNumber(allRate))) and “\(part.name)” \
            \(percent(partOwn.mean)) (at \(shortNumber(partRate))), which is \(own.compared(to: "“all”")). \
            \(conclusion).\(edge)
            """
    }

    /// Whether what all layers lack is the doing of the norms' running statistics.
    private func statistics(_ trials: [Trial]) -> String {
        let all = name(Self.all, Self.sweepRate)
        let gap =
            trials.numbers(Outcome.trainingAccuracy, of: all).mean
            - trials.numbers(Outcome.validationAccuracy, of: all).mean
        let still = trials.numbers(Outcome.validationAccuracy, of: Self.still)
        let difference = Difference(still, trials.numbers(Outcome.validationAccuracy, of: all))
        let conclusion =
            difference.isClearGain
            ? "So part of what all layers lack there comes with statistics that follow: training normalises by each "
                + "batch, evaluation by a running mean of the batches"
            : "So statistics that follow are no clear disadvantage there"
        return """
            At \(shortNumber(Self.sweepRate)), the accuracy of “all” on the training images while it learns, less that \
            on the validation images, is \(signedPoints(gap)) points. When all layers learn but the norms keep their \
            statistics, the network \
            has \(percent(still.mean)), \(difference.compared(to: "“all”")). \(conclusion).
            """
    }

    /// The rate at which the best of some depths is best. Of equals the lowest.
    private func bestRate(_ depths: [Depth], _ trials: [Trial]) -> Double {
        let means = rates.map { rate in accuracies(best(depths, at: rate, trials), rate, trials).mean }
        return rates[means.firstIndex(of: means.max() ?? 0) ?? 0]
    }

    /// What “all frozen” was in the source.
    private func nothingLearns(_ trials: [Trial]) -> String {
        let none = trials.numbers(Outcome.validationAccuracy, of: Self.none)
        let bug = trials.numbers(Outcome.validationAccuracy, of: Self.bug)
        let head = accuracies(Self.head, Self.sweepRate, trials)
        let still =
            none == bug
            ? "to the digit what the untrained head has, with every seed"
            : "other than the \(percent(none.mean)) of the untrained head, so something moved"
        return """
            Where nothing learns, the new head guesses: \(percent(none.mean)), chance being \
            \(percent(1 / Double(subject.data.classes.count))). The source's “all frozen”, “not trained” after \
            the first epoch, looks like another thing, a mistake that no message reports: the new head may learn and gets its gradient, but the optimizer \
            was made from the parameters of the frozen body, so its steps change nothing. Repeated here it gives \
            \(percent(bug.mean)), \(still). With one line changed, so that the optimizer holds the head, the same code \
            gives \(percent(head.mean)).
            """
    }

    private func searches(_ trials: [Trial]) -> String {
        let tests = [Self.grid, Self.halvingSearch].map { trials.numbers(Self.testAccuracy, of: $0) }
        let chosen = [Self.grid, Self.halvingSearch].map { trials.numbers(Self.chosen, of: $0).map { Int($0) } }
        let same = zip(chosen[0], chosen[1]).filter { $0 == $1 }.count
        let time = seconds(of: Self.halvingSearch, trials).mean / max(seconds(of: Self.grid, trials).mean, 1e-9)
        return """
            The search that trained all \(candidates.count) settings to the end took \
            \(epochsSpent(by: Self.grid)) epochs with each seed and chose \(choices(chosen[0])); what it chose has \
            \(percent(tests[0].mean)) of the test images right. Successive halving took \(halving.epochs) epochs and \
            \(percent(time)) of the processor time. It chose \(choices(chosen[1])), with \(percent(tests[1].mean)) of \
            the test images right, \(Difference(tests[1], tests[0]).compared(to: "what the first search chose")). Both chose the \
            same with \(same) of \(counted(chosen[0].count, "seed")).
            """
    }

    /// `half at 0.001 (2 of 3 seeds) and all at 0.0001 (1 of 3 seeds)`
    private func choices(_ chosen: [Int]) -> String {
        let counts = Dictionary(grouping: chosen) { $0 }.mapValues(\.count)
        let order = counts.keys.sorted { (counts[$0] ?? 0, $1) > (counts[$1] ?? 0, $0) }
        return listed(order.map { "“\(candidates[$0].name)” (\(counts[$0] ?? 0) of \(counted(chosen.count, "seed")))" })
    }
}
