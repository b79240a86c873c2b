/// What an epoch of training brought.
public struct EpochRecord: Sendable, Equatable, Codable {
    /// Counted from 1.
    public let epoch: Int
    /// Mean loss over the training images, measured while learning: the cross-entropy unless `fit` was given another.
    public let trainingLoss: Double
    /// Share of right predictions on the training images, measured while learning.
    public let trainingAccuracy: Double
    /// Mean cross-entropy over the validation images after the epoch.
    public let validationLoss: Double
    /// Share of right predictions on the validation images after the epoch.
    public let validationAccuracy: Double

    /// A record of epoch 1, 2, …
    public init(
        epoch: Int, trainingLoss: Double, trainingAccuracy: Double, validationLoss: Double, validationAccuracy: Double
    ) {
        self.epoch = epoch
        self.trainingLoss = trainingLoss
        self.trainingAccuracy = trainingAccuracy
        self.validationLoss = validationLoss
        self.validationAccuracy = validationAccuracy
    }
}
