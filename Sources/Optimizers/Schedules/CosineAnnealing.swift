import Checks

/// PyTorch's `CosineAnnealingLR`: half a cosine wave from the full rate down to a floor.
///
///     factor = floor + (1 − floor) · (1 + cos(π · step / steps)) / 2
///
/// PyTorch's `eta_min` is a rate; the floor is that rate divided by the group's own. After `steps` the wave rises again,
/// as in PyTorch.
public struct CosineAnnealing: Schedule {
    /// The step at which the floor is reached; `T_max` in PyTorch.
    public let steps: Int
    /// The lowest rate, as a share of the full one.
    public let floor: Double

    /// Half a wave over `steps` steps.
    public init(steps: Int, floor: Double = 0) {
        require(steps > 0, "CosineAnnealing: needs at least one step, not \(steps)")
        (self.steps, self.floor) = (steps, floor)
    }

    /// The wave's height at a step.
    public func factor(at step: Int) -> Double {
        cosine(from: 1, to: floor, progress: Double(step) / Double(steps))
    }
}
