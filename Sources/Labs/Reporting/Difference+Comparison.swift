import TrainingCore
import Wording

extension Difference {
    /// How the first setting stands beside the second, which bears a name: `clearly better than “all” (+2.5 points)`.
    func compared(to second: String) -> String {
        let points = "(\(signedPoints(mean)) points)"
        guard isClear else { return "not clearly different from \(second) \(points)" }
        return "clearly \(mean > 0 ? "better" : "worse") than \(second) \(points)"
    }
}
