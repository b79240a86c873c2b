/// What right and wrong ways to clip make of a list of tensors; tensors that are not there stay so.
enum Clipping {
    typealias Values = [[Float]?]
    typealias Way = @Sendable (_ tensors: Values, _ limit: Float) -> Values

    /// √Σv² over all tensors.
    static func norm(_ tensors: Values) -> Float {
        Float(tensors.compactMap { $0 }.joined().reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
    }

    /// The right way: one factor for all, at most 1.
    static func together(_ tensors: Values, _ limit: Float) -> Values {
        scaled(tensors, by: min(1, limit / norm(tensors)))
    }

    /// One factor for all, above 1 too.
    static func stretched(_ tensors: Values, _ limit: Float) -> Values { scaled(tensors, by: limit / norm(tensors)) }

    /// A factor for each tensor, at most 1.
    static func perTensor(_ tensors: Values, _ limit: Float) -> Values { tensors.map { together([$0], limit)[0] } }

    /// Each tensor brought to the limit.
    static func stretchedPerTensor(_ tensors: Values, _ limit: Float) -> Values {
        tensors.map { stretched([$0], limit)[0] }
    }

    /// Each number cut off at the limit.
    static func byValue(_ tensors: Values, _ limit: Float) -> Values {
        tensors.map { $0.map { $0.map { max(-limit, min(limit, $0)) } } }
    }

    /// Whether two lists agree up to rounding.
    static func agree(_ a: Values, _ b: Values) -> Bool {
        a.count == b.count
            && zip(a, b).allSatisfy { a, b in
                guard let a, let b else { return a == nil && b == nil }
                return a.count == b.count && zip(a, b).allSatisfy { agree($0, $1) }
            }
    }

    /// Whether two numbers agree up to rounding.
    static func agree(_ a: Float, _ b: Float) -> Bool { abs(a - b) <= 1e-4 * max(1, abs(b)) }

    private static func scaled(_ tensors: Values, by factor: Float) -> Values {
        tensors.map { $0.map { $0.map { $0 * factor } } }
    }
}

/// What a call of the learner's code did.
struct ClippingOutcome {
    let returned: Float
    let gradients: Clipping.Values
    let weights: Clipping.Values
}

extension Q22 {
    /// Ways to clip that are not the right one.
    private static let wrongWays: [(misconception: Misconception, clip: Clipping.Way)] = [
        (perTensor, Clipping.perTensor), (perTensor, Clipping.stretchedPerTensor), (byValue, Clipping.byValue),
        (scaledUp, Clipping.stretched),
    ]

    private static let waysToClipWeights: [Clipping.Way] = [
        Clipping.together, Clipping.perTensor, Clipping.byValue, Clipping.stretched,
    ]

    /// The known mistake that a call of `clipGradients` shows, if any.
    static func explanation(
        of outcome: ClippingOutcome, gradients: Clipping.Values, weights: Clipping.Values, limit: Float
    ) -> Misconception? {
        if !Clipping.agree(outcome.weights, weights) {
            let clipped = waysToClipWeights.contains { Clipping.agree(outcome.weights, $0(weights, limit)) }
            return clipped && Clipping.agree(outcome.gradients, gradients) ? weightsClipped : nil
        }
        if let wrong = wrongNorm(outcome.returned, gradients) { return wrong }
        if Clipping.agree(outcome.gradients, Clipping.together(gradients, limit)) {
            let before = Clipping.norm(gradients)
            let isAfter = Clipping.agree(outcome.returned, Clipping.norm(outcome.gradients))
            return isAfter && !Clipping.agree(outcome.returned, before) ? normAfter : nil
        }
        if Clipping.agree(outcome.gradients, gradients) { return leftUnclipped }
        return wrongWays.first { Clipping.agree(outcome.gradients, $0.clip(gradients, limit)) }?.misconception
    }

    /// The known mistake that gives this number for the norm, if any.
    private static func wrongNorm(_ returned: Float, _ gradients: Clipping.Values) -> Misconception? {
        let norm = Clipping.norm(gradients)
        if Clipping.agree(returned, norm) { return nil }
        if Clipping.agree(returned, norm * norm) { return rootForgotten }
        return Clipping.agree(returned, gradients.map { Clipping.norm([$0]) }.reduce(0, +)) ? normsAdded : nil
    }

    /// The known mistake that a step of plain gradient descent shows, if any.
    static func explanation(of outcome: ClippingOutcome, in step: ClippingStep) -> Misconception? {
        let (fresh, limit) = (step.gradients, step.limit)
        func moved(along gradients: Clipping.Values) -> Bool {
            Clipping.agree(outcome.weights, step.weights(step.start, movedAlong: gradients))
        }
        if moved(along: fresh) && !Clipping.agree(fresh, Clipping.together(fresh, limit)) {
            let isUntouched = Clipping.agree(outcome.gradients, fresh)
            let isOfEarlier = [0, Clipping.norm(step.stale)].contains { Clipping.agree(outcome.returned, $0) }
            if isUntouched && isOfEarlier { return beforeBackward }
            if isUntouched { return wrongNorm(outcome.returned, fresh) ?? leftUnclipped }
            let isShorter = Clipping.norm(outcome.gradients) < 0.99 * Clipping.norm(fresh)
            return isShorter && outcome.gradients.contains { $0 != nil } ? afterStep : nil
        }
        let added = zip(fresh, Clipping.together(step.stale, limit)).map { a, b in
            a.flatMap { a in b.map { zip(a, $0).map { $0 + $1 } } }
        }
        if moved(along: added) { return beforeBackward }
        if let wrong = wrongNorm(outcome.returned, fresh) { return wrong }
        let both = zip(fresh, step.stale).map { a, b in a.flatMap { a in b.map { zip(a, $0).map(+) } } }
        if moved(along: Clipping.together(both, limit)) { return oldCounted }
        let all = fresh + step.unheld
        let shortened = Array(Clipping.together(all, limit).prefix(fresh.count))
        if moved(along: shortened) && Clipping.agree(outcome.returned, Clipping.norm(all)) { return moreThanHeld }
        if moved(along: Clipping.together(fresh, limit)) {
            let isAfter = Clipping.agree(outcome.returned, min(limit, Clipping.norm(fresh)))
            return isAfter && !Clipping.agree(outcome.returned, Clipping.norm(fresh)) ? normAfter : nil
        }
        for clip in waysToClipWeights {
            func clipped(_ weights: Clipping.Values) -> Clipping.Values {
                zip(clip(zip(weights, step.isHeld).map { $1 ? $0 : nil }, limit), weights).map { $0 ?? $1 }
            }
            let early = step.weights(clipped(step.start), movedAlong: fresh)
            let late = clipped(step.weights(step.start, movedAlong: fresh))
            if Clipping.agree(outcome.weights, early) || Clipping.agree(outcome.weights, late) { return weightsClipped }
        }
        return wrongWays.first { moved(along: $0.clip(fresh, limit)) }?.misconception
    }
}
