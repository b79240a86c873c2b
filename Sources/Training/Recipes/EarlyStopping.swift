import Checks
import Optimizers

/// Ends a training run when a measured number has stopped improving.
///
///     var stopping = EarlyStopping(patience: 3)
///     try fit(…, shouldStop: { stopping.shouldStop(after: $0.validationLoss) })
///
/// All that it remembers are properties; to resume a run, save the value (it is `Codable`) and go on with it. The weights
/// are then those of the last epoch, not of the best: see ``BestWeights``.
public struct EarlyStopping: Sendable, Equatable, Codable {
    /// Which numbers are good.
    public let goal: ReduceOnPlateau.Goal
    /// How many epochs in a row without an improvement end the run.
    public let patience: Int
    /// By more than how much a number must be better than the best to be an improvement.
    public let minDelta: Double

    /// The best number so far; `nil` before the first.
    public private(set) var best: Double?
    /// For how many epochs in a row there was no improvement.
    public private(set) var badEpochs = 0

    /// Small numbers are good unless told otherwise, as of a loss, and any improvement counts, as in fastai and Keras.
    ///
    /// - Precondition: `patience` is at least 1, `minDelta` not negative.
    public init(patience: Int, minDelta: Double = 0, goal: ReduceOnPlateau.Goal = .min) {
        require(patience > 0, "EarlyStopping: the patience must be at least 1 epoch, not \(patience)")
        require(minDelta >= 0, "EarlyStopping: the least improvement must not be negative, but is \(minDelta)")
        (self.patience, self.minDelta, self.goal) = (patience, minDelta, goal)
    }

    /// Takes in the number that an epoch brought; NaN is no improvement.
    ///
    /// - Returns: whether the run should end.
    public mutating func shouldStop(after metric: Double) -> Bool {
        if goal.isBetter(metric, than: best, by: minDelta) {
            best = metric
            badEpochs = 0
        } else {
            badEpochs += 1
        }
        return badEpochs >= patience
    }
}

extension ReduceOnPlateau.Goal {
    /// Whether a number beats the best so far, by more than `minDelta`. The first one does unless it is NaN.
    func isBetter(_ metric: Double, than best: Double?, by minDelta: Double = 0) -> Bool {
        guard let best else { return !metric.isNaN }
        return self == .min ? metric < best - minDelta : metric > best + minDelta
    }
}
