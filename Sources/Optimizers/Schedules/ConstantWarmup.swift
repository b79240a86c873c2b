/// PyTorch's `ConstantLR`: a share of the rate for the first steps, and the whole from then on.
public struct ConstantWarmup: Schedule {
    /// How many steps the low rate lasts.
    public let steps: Int
    /// What the rate is multiplied with until then.
    public let share: Double

    /// A share of the rate for `steps` steps; a third if left out, as in PyTorch.
    public init(steps: Int, at share: Double = 1.0 / 3) {
        (self.steps, self.share) = (steps, share)
    }

    /// The share, and then 1.
    public func factor(at step: Int) -> Double { step < steps ? share : 1 }
}
