import Checks

/// Schedules one after the other, each counting its steps from where it takes over; PyTorch's `SequentialLR`.
///
///     SequentialSchedule([LinearWarmup(steps: 100), CosineAnnealing(steps: 900)], milestones: [100])
public struct SequentialSchedule: Schedule {
    /// The schedules, in order.
    public let schedules: [any Schedule]
    /// The steps at which the second, the third, … schedule takes over, in rising order.
    public let milestones: [Int]

    /// - Precondition: there is one milestone fewer than there are schedules, and they rise.
    public init(_ schedules: [any Schedule], milestones: [Int]) {
        require(
            schedules.count == milestones.count + 1,
            "SequentialSchedule: \(schedules.count) schedules need one milestone fewer, not \(milestones.count)")
        require(
            zip([0] + milestones, milestones).allSatisfy { $0 < $1 },
            "SequentialSchedule: the milestones must rise from above 0, but are \(milestones)")
        (self.schedules, self.milestones) = (schedules, milestones)
    }

    /// The factor of the schedule that is at work at a step.
    public func factor(at step: Int) -> Double {
        let (schedule, own) = atWork(at: step)
        return schedule.factor(at: own)
    }

    /// The momentum of the schedule that is at work at a step.
    public func momentum(at step: Int) -> Double? {
        let (schedule, own) = atWork(at: step)
        return schedule.momentum(at: own)
    }

    /// The schedule at work and the step as it counts them.
    private func atWork(at step: Int) -> (schedule: any Schedule, step: Int) {
        let reached = milestones.prefix { $0 <= step }
        return (schedules[reached.count], step - (reached.last ?? 0))
    }
}
