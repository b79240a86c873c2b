import Foundation
import TrainingCore

/// The best of many candidates that are all equally good: how much better it looks on the images that chose it.
struct Choosing {
    private let share = 0.87
    private let counts = Array(1...5) + stride(from: 10, through: 50, by: 5)

    func chart() -> LineChart {
        let series = [100, 400, 1600].map { images in
            LineChart.Series(
                "\(images) images",
                points: counts.map { candidates in
                    let gain = expectedBest(of: candidates, images) / Double(images) - share
                    return Point(x: Double(candidates), y: max(0, 100 * gain))
                })
        }
        return LineChart(panels: [
            .init(
                title: "The best of equals", xLabel: "candidates, each right for 87 %",
                yLabel: "too high by (points)", series: series)
        ])
    }

    /// How many images the luckiest of independent candidates gets right, in the mean: the sum over `x` of the chance
    /// that it gets more than `x`.
    private func expectedBest(of candidates: Int, _ images: Int) -> Double {
        var (atMost, sum) = (0.0, 0.0)
        for right in 0..<images {
            let (n, k) = (Double(images), Double(right))
            let ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
            atMost += exp(ways + k * log(share) + (n - k) * log(1 - share))
            sum += 1 - pow(atMost, Double(candidates))
        }
        return sum
    }
}
