import Checks

/// Lowers the learning rate when a measured number has stopped improving; PyTorch's `ReduceLROnPlateau`.
///
/// What it says depends on what was measured, so it is no ``Schedule``: tell it the number after each epoch, and multiply
/// the groups' own rates with the factor it gives. All that it remembers are properties; to resume a run, save the value
/// (it is `Codable`) and go on with it.
///
///     var plateau = ReduceOnPlateau(patience: 3)
///     let rates = optimizer.groups.map(\.learningRate)
///     // after each epoch:
///     let factor = Float(plateau.factor(after: record.validationLoss))
///     for i in rates.indices { optimizer.groups[i].learningRate = rates[i] * factor }
public struct ReduceOnPlateau: Sendable, Equatable, Codable {
    /// Which numbers are good.
    public enum Goal: String, Sendable, Codable {
        /// Small ones, as of a loss.
        case min
        /// Large ones, as of an accuracy.
        case max
    }

    /// What counts as an improvement on the best number so far.
    public enum Threshold: Sendable, Equatable, Codable {
        /// At least this share of the best number.
        case relative(Double)
        /// At least this much.
        case absolute(Double)
    }

    /// Which numbers are good.
    public let goal: Goal
    /// What the rate is multiplied with when there was no improvement for too long.
    public let gamma: Double
    /// How many epochs in a row may bring no improvement; the one after lowers the rate.
    public let patience: Int
    /// What counts as an improvement.
    public let threshold: Threshold
    /// For how many epochs after a drop nothing is held against the run.
    public let cooldown: Int
    /// The lowest factor. PyTorch's `min_lr` is a rate; this is that rate divided by the group's own.
    public let floor: Double
    /// A drop by no more than this is not worth it; as a share of the group's own rate.
    public let epsilon: Double

    /// The factor at present.
    public var factor = 1.0
    /// The best number so far; `nil` before the first.
    public var best: Double?
    /// For how many epochs in a row there was no improvement.
    public var badEpochs = 0
    /// How many epochs of the cooldown are left.
    public var cooldownLeft = 0

    /// Defaults as in PyTorch: a tenth of the rate after ten epochs without an improvement by 0.01 %, no cooldown.
    public init(
        goal: Goal = .min, gamma: Double = 0.1, patience: Int = 10, threshold: Threshold = .relative(1e-4),
        cooldown: Int = 0, floor: Double = 0, epsilon: Double = 1e-8
    ) {
        require((0..<1).contains(gamma), "ReduceOnPlateau: gamma must be in 0 ..< 1, not \(gamma)")
        (self.goal, self.gamma, self.patience, self.threshold) = (goal, gamma, patience, threshold)
        (self.cooldown, self.floor, self.epsilon) = (cooldown, floor, epsilon)
    }

    /// Takes in the number that an epoch brought; NaN is no improvement.
    ///
    /// - Returns: what the groups' own rates are to be multiplied with from now on.
    public mutating func factor(after metric: Double) -> Double {
        if isBetter(metric) {
            best = metric
            badEpochs = 0
        } else {
            badEpochs += 1
        }
        if cooldownLeft > 0 {
            cooldownLeft -= 1
            badEpochs = 0
        }
        if badEpochs > patience {
            let lower = max(factor * gamma, floor)
            if factor - lower > epsilon { factor = lower }
            cooldownLeft = cooldown
            badEpochs = 0
        }
        return factor
    }

    private func isBetter(_ metric: Double) -> Bool {
        let best = best ?? (goal == .min ? .infinity : -.infinity)
        return switch (goal, threshold) {
        case (.min, .relative(let share)): metric < best * (1 - share)
        case (.min, .absolute(let amount)): metric < best - amount
        case (.max, .relative(let share)): metric > best * (1 + share)
        case (.max, .absolute(let amount)): metric > best + amount
        }
    }
}
