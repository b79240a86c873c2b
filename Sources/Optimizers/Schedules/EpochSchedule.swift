import Checks

/// A schedule whose steps are epochs: it changes only when an epoch begins. Made by ``Schedule/perEpoch(steps:)``.
public struct EpochSchedule: Schedule {
    /// The schedule that counts epochs.
    public let epochs: any Schedule
    /// How many optimizer steps an epoch has.
    public let stepsPerEpoch: Int

    /// The factor of the epoch that the step belongs to.
    public func factor(at step: Int) -> Double { epochs.factor(at: step / stepsPerEpoch) }
    /// The momentum of the epoch that the step belongs to.
    public func momentum(at step: Int) -> Double? { epochs.momentum(at: step / stepsPerEpoch) }
}

extension Schedule {
    /// The same schedule with its steps taken for epochs: `StepDecay(every: 30).perEpoch(steps: loader.batchCount)` is
    /// PyTorch's `StepLR(optimizer, 30)`, stepped once after each epoch.
    ///
    /// - Parameter steps: how many optimizer steps an epoch has.
    public func perEpoch(steps: Int) -> EpochSchedule {
        require(steps > 0, "perEpoch: an epoch needs at least one step, not \(steps)")
        return EpochSchedule(epochs: self, stepsPerEpoch: steps)
    }
}
