import Foundation

/// How the loss behaves while the learning rate rises, and which rates that suggests. Rates belong on a logarithmic axis.
public struct LearningRateCurve: Sendable, Equatable {
    /// The rate of each step.
    public let rates: [Double]
    /// The smoothed loss at each step.
    public let losses: [Double]
    /// How many steps there would have been, had the loss not gone up.
    public let steps: Int

    /// A curve of as many rates as losses.
    public init(rates: [Double], losses: [Double], steps: Int) {
        (self.rates, self.losses, self.steps) = (rates, losses, steps)
    }

    /// The rate at which the loss falls fastest, by the logarithm of the rate; fastai's `steep`. `nil` when there are too
    /// few points.
    ///
    /// This and ``valley`` look at neither the first tenth of the steps nor the last five points, as in fastai.
    public var steepest: Double? {
        let points = considered
        guard points.count > 1 else { return nil }
        let slopes = zip(points, points.dropFirst()).map { ($1.loss - $0.loss) / (log($1.rate) - log($0.rate)) }
        return slopes.indices.min { slopes[$0] < slopes[$1] }.map { points[$0].rate }
    }

    /// The rate half way down the longest way down, fastai's `valley`, which is its own suggestion: of the longest
    /// sequence of falling losses, with gaps, the point after the first half (a third and a half of a third, rounded
    /// down). `nil` when the loss never falls.
    public var valley: Double? {
        let points = considered
        guard !points.isEmpty else { return nil }
        // How many losses fall in a row, with gaps, up to each point.
        var lengths = [Int](repeating: 1, count: points.count)
        for i in points.indices {
            for j in 0..<i where points[i].loss < points[j].loss { lengths[i] = max(lengths[i], lengths[j] + 1) }
        }
        guard let end = lengths.indices.max(by: { lengths[$0] < lengths[$1] }), lengths[end] > 1 else { return nil }
        let third = Double(lengths[end]) / 3
        return points[max(end - lengths[end] + Int(third) + Int(third / 2), 0)].rate
    }

    private var considered: [(rate: Double, loss: Double)] {
        Array(zip(rates, losses).dropFirst(steps / 10).dropLast(5)).map { (rate: $0, loss: $1) }
    }
}
