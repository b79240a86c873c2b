import Checks
import Foundation

/// PyTorch's `StepLR`: the rate is multiplied with `gamma` after every so many steps.
public struct StepDecay: Schedule {
    /// How many steps there are from one drop to the next.
    public let interval: Int
    /// What the rate is multiplied with at each drop.
    public let gamma: Double

    /// Drops at the steps `interval`, 2 · `interval`, …; by a factor of 0.1 if left out, as in PyTorch.
    public init(every interval: Int, gamma: Double = 0.1) {
        require(interval > 0, "StepDecay: the interval must be at least one step, not \(interval)")
        (self.interval, self.gamma) = (interval, gamma)
    }

    /// `gamma` to the power of the drops so far.
    public func factor(at step: Int) -> Double { pow(gamma, Double(step / interval)) }
}
