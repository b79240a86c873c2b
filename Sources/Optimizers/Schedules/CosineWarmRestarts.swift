import Checks

/// PyTorch's `CosineAnnealingWarmRestarts` (Loshchilov and Hutter, 2017): the rate falls along half a cosine wave, jumps
/// back to the top, and falls again, each time for longer.
///
///     factor = floor + (1 − floor) · (1 + cos(π · stepInCycle / cycle)) / 2
///
/// PyTorch's `eta_min` is a rate; the floor is that rate divided by the group's own.
public struct CosineWarmRestarts: Schedule {
    /// How many steps the first cycle has; `T_0` in PyTorch.
    public let firstCycle: Int
    /// How many times as long as the last each cycle is; `T_mult` in PyTorch.
    public let growth: Int
    /// What the rate falls towards, as a share of the full one.
    public let floor: Double

    /// Cycles of `firstCycle` steps, then `growth` times as many, and so on; all equally long if left out.
    public init(firstCycle: Int, growth: Int = 1, floor: Double = 0) {
        require(firstCycle > 0, "CosineWarmRestarts: a cycle needs at least one step, not \(firstCycle)")
        require(growth > 0, "CosineWarmRestarts: cycles grow by a whole factor of 1 or more, not \(growth)")
        (self.firstCycle, self.growth, self.floor) = (firstCycle, growth, floor)
    }

    /// The wave's height at a step.
    public func factor(at step: Int) -> Double {
        var (cycle, stepInCycle) = (firstCycle, step)
        if growth == 1 { stepInCycle %= cycle }
        while stepInCycle >= cycle {
            stepInCycle -= cycle
            cycle *= growth
        }
        return cosine(from: 1, to: floor, progress: Double(stepInCycle) / Double(cycle))
    }
}
