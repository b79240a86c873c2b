/// What each known mistake would answer.
enum Q14Suspects {
    typealias Names = FreezingObservation<[String]>

    /// The mistakes that `namesThatLearn` can show.
    static func learning(_ seen: [Names]) -> Misconception? {
        explain(seen) { see in
            [
                (Q14.onlyFirstLayer, common(see.learning, see.firstParameter)),
                (Q14.onlyFirstLayer, common(see.learning, see.firstLayer)),
                (Q14.weightsOnly, see.learning.filter(isWeight)),
                (Q14.weightsOnly, common(see.learning, see.kernels)),
            ]
        }
    }

    /// The mistakes that `namesThatMove` can show.
    static func moving(_ seen: [Names]) -> Misconception? {
        explain(seen) { see in
            [
                (Q14.statisticsIgnored, see.movedParameters),
                (Q14.flagsTrusted, see.learning),
                (Q14.flagsTrusted, common(see.movedParameters, see.learning)),
                (Q14.flagsTrusted, common(see.movedParameters, see.learning) + see.movedBuffers),
                (Q14.comparedWithItself, []),
                (Q14.weightsOnly, see.movedParameters.filter(isWeight)),
                (Q14.weightsOnly, see.movedParameters.filter(isWeight) + see.movedBuffers),
                (Q14.weightsOnly, common(see.movedParameters, see.kernels)),
                (Q14.onlyFirstLayer, common(see.moved, see.firstParameter)),
                (Q14.onlyFirstLayer, common(see.moved, see.firstLayer)),
            ]
        }
    }

    /// The mistakes that `isFrozen` can show. Where several fit, one that the other functions have shown already
    /// comes first.
    static func frozen(_ seen: [FreezingObservation<Bool>], known: [Misconception?]) -> Misconception? {
        let suspects: [(Misconception, (FreezingObservation<Bool>) -> Bool)] = [
            (Q14.flagsTrusted, { $0.learning.isEmpty }),
            (Q14.flagsTrusted, { $0.learning.isEmpty && $0.movedBuffers.isEmpty }),
            (Q14.comparedWithItself, { $0.learning.isEmpty }),
            (Q14.stillTakenForFrozen, { $0.moved.isEmpty }),
            (Q14.statisticsIgnored, { $0.learning.isEmpty && $0.movedParameters.isEmpty }),
            (Q14.weightsOnly, { !$0.learning.contains(where: isWeight) }),
            (Q14.weightsOnly, { !($0.learning + $0.movedParameters).contains(where: isWeight) }),
            (Q14.weightsOnly, { !($0.learning + $0.moved).contains(where: isWeight) && $0.movedBuffers.isEmpty }),
            (Q14.weightsOnly, { common($0.learning + $0.movedParameters, $0.kernels).isEmpty }),
            (Q14.onlyFirstLayer, { common($0.learning, $0.firstParameter).isEmpty }),
            (Q14.onlyFirstLayer, { common($0.learning, $0.firstLayer).isEmpty }),
            (Q14.onlyFirstLayer, { common($0.learning + $0.moved, $0.firstParameter).isEmpty }),
            (Q14.onlyFirstLayer, { common($0.learning + $0.moved, $0.firstLayer).isEmpty }),
        ]
        let fitting = suspects.filter { suspect in seen.allSatisfy { suspect.1($0) == $0.answer } }.map(\.0)
        return fitting.first { known.contains($0) } ?? fitting.first
    }

    private static func explain(
        _ seen: [Names], _ suspects: (Names) -> [(Misconception, [String])]
    ) -> Misconception? {
        let cases = seen.map(suspects)
        return explanation(
            of: seen.map { $0.answer.sorted() },
            among: cases[0].indices.map { i in (cases[0][i].0, cases.map { $0[i].1.sorted() }) })
    }

    private static func isWeight(_ name: String) -> Bool { name.hasSuffix("weight") }
    private static func common(_ names: [String], _ others: [String]) -> [String] { names.filter(others.contains) }
}
