import TrainingCore
import Wording

extension Difference {
    /// How the first setting stands beside the second, for shares: `clearly better (+2.5 points)`.
    var inPoints: String {
        let points = "(\(signedPoints(mean)) points)"
        guard isClear else { return "no clear difference \(points)" }
        return (mean > 0 ? "clearly better " : "clearly worse ") + points
    }

    /// How the first setting stands beside the second, which bears a name: `clearly better than “all” (+2.5 points)`.
    func compared(to second: String) -> String {
        let points = "(\(signedPoints(mean)) points)"
        guard isClear else { return "not clearly different from \(second) \(points)" }
        return "clearly \(mean > 0 ? "better" : "worse") than \(second) \(points)"
    }

    /// Whether it is clear, and in favour of the first.
    var isClearGain: Bool { isClear && mean > 0 }
    /// Whether it is clear, and in favour of the second.
    var isClearLoss: Bool { isClear && mean < 0 }
}
