/// How learning rates, and perhaps the momentum, change in the course of training: a pure function of the step.
///
/// A schedule stores nothing that moves, so nothing has to be stepped in the right order or resumed: ask it for any step,
/// as often as you like. Steps are counted from 0; the factor of step 0 belongs to the first update of the weights. A
/// schedule that was thought out in epochs is asked by ``perEpoch(steps:)``.
///
/// Each group has a learning rate of its own, the one it was made with. The schedule gives a factor for all of them, so
/// that the groups keep their ratios.
public protocol Schedule: Sendable {
    /// What every group's own learning rate is multiplied with at a step.
    func factor(at step: Int) -> Double
    /// The momentum (Adam's β₁) at a step; `nil`, unless a schedule says otherwise, leaves the optimizer its own.
    func momentum(at step: Int) -> Double?
}

extension Schedule {
    /// The optimizer's own momentum, at every step.
    public func momentum(at step: Int) -> Double? { nil }
}
