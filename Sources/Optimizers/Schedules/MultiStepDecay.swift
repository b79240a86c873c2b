import Foundation

/// PyTorch's `MultiStepLR`: the rate is multiplied with `gamma` at each of the given steps.
public struct MultiStepDecay: Schedule {
    /// The steps from which on the rate is lower, in any order; one that stands here twice counts twice.
    public let milestones: [Int]
    /// What the rate is multiplied with at each milestone.
    public let gamma: Double

    /// Drops at the given steps; by a factor of 0.1 if left out, as in PyTorch.
    public init(at milestones: [Int], gamma: Double = 0.1) {
        (self.milestones, self.gamma) = (milestones, gamma)
    }

    /// `gamma` to the power of the milestones reached.
    public func factor(at step: Int) -> Double { pow(gamma, Double(milestones.count { $0 <= step })) }
}
