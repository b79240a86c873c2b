import TrainingCore
import Wording

extension ForgettingLab {
    func finding(_ trials: [Trial]) -> String {
        let all = rates.map { numbers(Outcome.validationAccuracy, .all, .stay, $0, trials).mean }
        // At this rate depths are set side by side.
        let rate = rates[all.firstIndex(of: all.max() ?? 0) ?? 0]
        return [
            byRate(trials), byDepth(rate, trials), byStatistics(rate, trials), back(rate, trials), bestTrade(trials),
        ].joined(separator: " ")
    }

    private func digits(_ part: Part, _ statistics: StatisticsPolicy, _ rate: Double, _ trials: [Trial]) -> [Double] {
        numbers(Outcome.validationAccuracy, part, statistics, rate, trials)
    }

    private func clothes(_ part: Part, _ statistics: StatisticsPolicy, _ rate: Double, _ trials: [Trial]) -> [Double] {
        numbers(Self.oldHead, part, statistics, rate, trials)
    }

    private func before(_ trials: [Trial]) -> [Double] { trials.numbers(Self.oldHead, of: Self.before) }

    /// What a change from one setting to another does to both tasks: `gains digits and costs clothes`.
    private func exchange(digits: Difference, clothes: Difference) -> String {
        func word(_ difference: Difference, _ task: String) -> String {
            let change =
                difference.isClear ? difference.mean > 0 ? "clearly gains" : "clearly loses" : "does not clearly change"
            return "\(change) \(task) (\(signedPoints(difference.mean)) points)"
        }
        return word(digits, "digits") + " and " + word(clothes, "clothes")
    }

    /// Do small steps forget less?
    private func byRate(_ trials: [Trial]) -> String {
        let course = rates.map { rate in
            "\(percent(digits(.all, .stay, rate, trials).mean)) of the digits and "
                + "\(percent(clothes(.all, .stay, rate, trials).mean)) of the clothes at \(shortNumber(rate))"
        }
        let text = """
            Before, the network has \(percent(before(trials).mean)) of the clothes right. When all of it learns digits \
            for \(counted(epochs, "epoch")), and the norms' statistics stay, it has \(course.joined(separator: "; ")).
            """
        guard let low = rates.first, let high = rates.last, low < high else { return text }
        let new = Difference(digits(.all, .stay, high, trials), digits(.all, .stay, low, trials))
        let old = Difference(clothes(.all, .stay, high, trials), clothes(.all, .stay, low, trials))
        let wisdom = old.isClearLoss ? "holds here" : "could not be seen here"
        return text + """
             The highest rate beside the lowest \(exchange(digits: new, clothes: old)). That small steps forget less \
            \(wisdom).
            """
    }

    /// Does freezing forget less?
    private func byDepth(_ rate: Double, _ trials: [Trial]) -> String {
        let course = parts.filter { $0 != .all }.map { part in
            "“\(part.rawValue)” \(percent(digits(part, .stay, rate, trials).mean)) and "
                + percent(clothes(part, .stay, rate, trials).mean)
        }
        let middle = parts.filter { $0 != .all && $0 != .head }.first
        let beside = middle.map { part in
            let new = Difference(digits(part, .stay, rate, trials), digits(.all, .stay, rate, trials))
            let old = Difference(clothes(part, .stay, rate, trials), clothes(.all, .stay, rate, trials))
            let wisdom = old.isClearGain ? "holds here" : "could not be seen here"
            return " “\(part.rawValue)” beside “all” \(exchange(digits: new, clothes: old)): that freezing the first "
                + "layers forgets less \(wisdom)."
        }
        let head = clothes(.head, .stay, rate, trials)
        let kept = head == before(trials) ? "leaves the clothes exactly as they were" : "changes the clothes"
        return """
            At \(shortNumber(rate)), where “all” is best at digits, these have so much of the digits and of the clothes: \
            \(course.joined(separator: ", ")).\(beside ?? "") The head alone \(kept).
            """
    }

    /// Do statistics that follow the new images forget by themselves?
    private func byStatistics(_ rate: Double, _ trials: [Trial]) -> String {
        let head = clothes(.head, .follow, rate, trials)
        let lost = Difference(head, before(trials))
        let alone =
            lost.isClearLoss
            ? "the old head falls to \(percent(head.mean)) of the clothes, though no weight before it has moved"
            : "the old head has \(percent(head.mean)) of the clothes, \(lost.compared(to: "before"))"
        let new = Difference(digits(.all, .follow, rate, trials), digits(.all, .stay, rate, trials))
        let old = Difference(clothes(.all, .follow, rate, trials), clothes(.all, .stay, rate, trials))
        return """
            If the norms' statistics follow the digits while only the new head learns, as in PyTorch unless the body is \
            in evaluation mode, \(alone). With all layers, letting them follow \(exchange(digits: new, clothes: old)).
            """
    }

    /// Is it the features that are lost, or do they only no longer fit the head?
    private func back(_ rate: Double, _ trials: [Trial]) -> String {
        let lost = clothes(.all, .stay, rate, trials)
        let again = numbers(Self.refitted, .all, .stay, rate, trials)
        let untouched = numbers(Self.refitted, .head, .stay, rate, trials)
        let returned = Difference(again, lost)
        let missing = Difference(again, untouched)
        let share = returned.mean / max((untouched.mean - lost.mean), 1e-9)
        let first =
            returned.isClearGain
            ? "brings the clothes from \(percent(lost.mean)) back to \(percent(again.mean)), "
                + "\(fixed(100 * share, 0)) % of the way to the \(percent(untouched.mean)) of a body that never learned "
                + "digits"
            : "does not clearly change the clothes (\(percent(lost.mean)) before, \(percent(again.mean)) after)"
        let second =
            missing.isClearLoss
            ? "The \(fixed(-100 * missing.mean, 1)) points that are missing the features have lost, or a longer fit would "
                + "have to find them"
            : "Whether anything is missing beside the \(percent(untouched.mean)) of a body that never learned digits is "
                + "not clear (\(signedPoints(missing.mean)) points)"
        return """
            And back: at \(shortNumber(rate)), \(counted(headEpochs, "epoch")) in which only the old head learns clothes \
            again \(first). \(second).
            """
    }

    /// Who learns nearly as well as the best, and keeps most?
    private func bestTrade(_ trials: [Trial]) -> String {
        func digits(_ setting: Setting) -> Double { trials.numbers(Outcome.validationAccuracy, of: setting.name).mean }
        func clothes(_ setting: Setting) -> Double { trials.numbers(Self.oldHead, of: setting.name).mean }
        guard let best = settings.max(by: { digits($0) < digits($1) }) else { return "" }
        let near = settings.filter { digits(best) - digits($0) <= 0.02 }
        guard let kept = near.max(by: { clothes($0) < clothes($1) }) else { return "" }
        let most =
            "“\(best.name)” has most digits right, \(percent(digits(best))), and keeps \(percent(clothes(best))) of the "
            + "clothes"
        return kept == best
            ? most + "; no other within two points of it keeps more."
            : most + ". Within two points of it, “\(kept.name)” keeps most: \(percent(clothes(kept))) of the clothes, "
                + "with \(percent(digits(kept))) of the digits."
    }
}
