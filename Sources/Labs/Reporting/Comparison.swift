import Wording

/// How settings stand to one another by a measure, seed by seed.
struct Comparison {
    /// A setting and how far it lies above the other.
    struct Item {
        let name: String
        let difference: Difference
    }

    private let items: [Item]

    /// - Parameters:
    ///   - values: what was measured with each setting, a number for each seed, with the name that sentences
    ///     call it.
    ///   - reference: what was measured with the other setting.
    init(_ values: [(name: String, values: [Double])], with reference: [Double]) {
        items = values.map { Item(name: $0.name, difference: Difference($0.values, reference)) }
    }

    /// Those that are clearly above it, the furthest first.
    var above: [Item] {
        items.filter(\.difference.isClearGain).sorted { $0.difference.mean > $1.difference.mean }
    }

    /// Those that are clearly below it, the furthest first.
    var below: [Item] {
        items.filter(\.difference.isClearLoss).sorted { $0.difference.mean < $1.difference.mean }
    }

    /// Those that are not further from it than the seeds differ.
    var undecided: [Item] { items.filter { !$0.difference.isClear } }

    /// `Clearly above cosine, in points: steps (+1.2). Clearly below it: …. Not clearly apart from it: ….`
    func inPoints(_ reference: String) -> String {
        let parts = [("Clearly above", above), ("Clearly below", below), ("Not clearly apart from", undecided)]
            .filter { !$0.1.isEmpty }
        return parts.enumerated().map { index, part in
            let listing = listed(part.1.map { "\($0.name) (\(signedPoints($0.difference.mean)))" })
            return "\(part.0) \(index == 0 ? "\(reference), in points" : "it"): \(listing)."
        }.joined(separator: " ")
    }
}
