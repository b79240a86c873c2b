import TrainingCore
import Wording

extension Difference {
    /// How the first setting stands beside the second, for shares: `clearly better (+2.5 points)`.
    var inPoints: String {
        let points = "(\(signedPoints(mean)) points)"
        guard isClear else { return "no clear difference \(points)" }
        return (mean > 0 ? "clearly better " : "clearly worse ") + points
    }

    /// Whether it is clear, and in favour of the first.
    var isClearGain: Bool { isClear && mean > 0 }
    /// Whether it is clear, and in favour of the second.
    var isClearLoss: Bool { isClear && mean < 0 }
}

/// `a`, `a and b`, `a, b and c`.
func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
}
