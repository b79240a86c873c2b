/// Leslie Smith's one-cycle schedule, as in PyTorch's `OneCycleLR` with cosine annealing: the learning rate rises to
/// its maximum and falls far below its start, while the momentum does the opposite.
///
/// A pure function of the step; nothing is stored and nothing needs to be resumed.
public struct OneCycle: Schedule {
    /// How many optimizer steps the cycle has.
    public let steps: Int
    /// The share of the steps in which the rate rises; 0.3 as in PyTorch.
    public let rising: Double
    /// The first rate is the maximum divided by this; 25 as in PyTorch.
    public let divisor: Double
    /// The last rate is the first divided by this; 10,000 as in PyTorch.
    public let finalDivisor: Double
    /// The momentum (or β₁) at the top rate and at both ends.
    public let momentum: (low: Double, high: Double)
    /// Which step has the last rate, and by how much the top comes before its share of the steps: PyTorch's cycle ends
    /// with its last step, fastai's with the one after.
    private let lastStep: Int, lead: Double

    /// A cycle over `steps` steps, by default PyTorch's.
    public init(
        steps: Int, rising: Double = 0.3, divisor: Double = 25, finalDivisor: Double = 1e4,
        momentum: (low: Double, high: Double) = (0.85, 0.95)
    ) {
        self.init(steps, rising, divisor, finalDivisor, momentum, lastStep: steps - 1, lead: 1)
    }

    /// fastai's `fit_one_cycle`, whose steps lie a little otherwise: at step `k` the share `k / steps` of the cycle is
    /// done, so that the last step does not quite reach the last rate. Defaults as in fastai.
    ///
    /// - Parameter finalDivisor: the last rate is the maximum, not the first rate, divided by this (`div_final`).
    public static func fastai(
        steps: Int, rising: Double = 0.25, divisor: Double = 25, finalDivisor: Double = 1e5,
        momentum: (low: Double, high: Double) = (0.85, 0.95)
    ) -> OneCycle {
        OneCycle(steps, rising, divisor, finalDivisor / divisor, momentum, lastStep: steps, lead: 0)
    }

    private init(
        _ steps: Int, _ rising: Double, _ divisor: Double, _ finalDivisor: Double,
        _ momentum: (low: Double, high: Double), lastStep: Int, lead: Double
    ) {
        self.steps = steps
        self.rising = rising
        self.divisor = divisor
        self.finalDivisor = finalDivisor
        self.momentum = momentum
        self.lastStep = lastStep
        self.lead = lead
    }

    /// What the maximum rate is multiplied with at a step, counted from 0.
    public func factor(at step: Int) -> Double {
        let start = 1 / divisor
        return phase(step, from: start, to: 1, then: start / finalDivisor)
    }

    /// The momentum at a step, counted from 0.
    public func momentum(at step: Int) -> Double? {
        phase(step, from: momentum.high, to: momentum.low, then: momentum.high)
    }

    private func phase(_ step: Int, from start: Double, to peak: Double, then end: Double) -> Double {
        let top = rising * Double(steps) - lead
        let last = Double(lastStep)
        let step = Double(step)
        if step <= top { return cosine(from: start, to: peak, progress: top > 0 ? step / top : 1) }
        return cosine(from: peak, to: end, progress: last > top ? min((step - top) / (last - top), 1) : 1)
    }
}
