import Foundation

/// PyTorch's `ExponentialLR`: the rate is multiplied with `gamma` after every step.
public struct ExponentialDecay: Schedule {
    /// What the rate is multiplied with after each step.
    public let gamma: Double

    /// A decay by the factor `gamma`.
    public init(gamma: Double) { self.gamma = gamma }

    /// `gamma` to the power of the step.
    public func factor(at step: Int) -> Double { pow(gamma, Double(step)) }
}
