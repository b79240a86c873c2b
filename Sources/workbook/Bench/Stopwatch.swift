/// How long steps took that were done one after the other.
struct Stopwatch {
    /// Seconds, one number a step, shortest first.
    let seconds: [Double]

    /// What somebody else has timed.
    init(seconds: [Double]) { self.seconds = seconds.sorted() }

    /// Times `count` steps; if it is `nil`, as many as fit into ten seconds, but three at least.
    init(count: Int?, _ step: () throws -> Void) rethrows {
        var seconds: [Double] = []
        var total = 0.0
        while count.map({ seconds.count < $0 }) ?? (total < 10 || seconds.count < 3) {
            let start = ContinuousClock.now
            try step()
            seconds.append((.now - start) / .seconds(1))
            total += seconds[seconds.count - 1]
        }
        self.init(seconds: seconds)
    }

    /// The median of the steps' seconds.
    var median: Double { quantile(0.5) }

    /// How far the middle half of the steps reaches, in proportion to the median.
    var spread: Double { (quantile(0.75) - quantile(0.25)) / median }

    /// Between two steps' seconds, the point on the line.
    private func quantile(_ share: Double) -> Double {
        let position = share * Double(seconds.count - 1)
        let below = Int(position)
        let above = min(below + 1, seconds.count - 1)
        return seconds[below] + (position - Double(below)) * (seconds[above] - seconds[below])
    }
}
