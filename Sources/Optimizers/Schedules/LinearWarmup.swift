import Checks

/// PyTorch's `LinearLR`: the rate rises in a straight line from a share of itself to the whole, and stays there.
public struct LinearWarmup: Schedule {
    /// How many steps the rise takes.
    public let steps: Int
    /// What the rate is multiplied with at the first step, and from step `steps` on.
    public let start: Double, end: Double

    /// A rise over `steps` steps; from a third to the whole if left out, as in PyTorch. `to` may also lie below `from`.
    public init(steps: Int, from start: Double = 1.0 / 3, to end: Double = 1) {
        require(steps > 0, "LinearWarmup: needs at least one step, not \(steps)")
        (self.steps, self.start, self.end) = (steps, start, end)
    }

    /// The height of the line at a step.
    public func factor(at step: Int) -> Double {
        start + (end - start) * min(Double(step) / Double(steps), 1)
    }
}
