import TrainingCore

/// What one setting brought with one seed.
public struct Trial: Sendable, Equatable, Codable {
    /// What was tried, such as `half of the layers`. Together with the seed it names the trial.
    public let setting: String
    /// Decided the new head's weights and the order of the images.
    public let seed: UInt64
    /// The network and the images, see ``Subject/name``.
    public let subject: String
    /// What it cost, as ``PlannedWork/images`` counts.
    public let images: Double
    /// How long it took.
    public let seconds: Double
    /// What was measured: numbers by name, and one number for each epoch or step by name.
    public let outcome: Outcome
}

/// What was measured in a trial.
public struct Outcome: Sendable, Equatable, Codable {
    /// A number each, such as ``validationAccuracy``.
    public var numbers: [String: Double]
    /// A number for each epoch, or for each step, the first being that of epoch 1.
    public var curves: [String: [Double]]

    /// The share of right predictions on the validation images, 0…1.
    public static let validationAccuracy = "validation accuracy"
    /// The mean cross-entropy of the validation images.
    public static let validationLoss = "validation loss"
    /// The share of right predictions on the training images while learning, 0…1.
    public static let trainingAccuracy = "training accuracy"
    /// The mean of the loss that was made small, while learning.
    public static let trainingLoss = "training loss"

    /// Some numbers and curves.
    public init(_ numbers: [String: Double] = [:], curves: [String: [Double]] = [:]) {
        self.numbers = numbers
        self.curves = curves
    }

    /// What `fit` measured: the curves of loss and accuracy, and what each came to at the end.
    public init(_ records: [EpochRecord]) {
        curves = [
            Self.validationAccuracy: records.map(\.validationAccuracy),
            Self.validationLoss: records.map(\.validationLoss),
            Self.trainingAccuracy: records.map(\.trainingAccuracy), Self.trainingLoss: records.map(\.trainingLoss),
        ]
        numbers = curves.compactMapValues(\.last)
    }
}

extension [Trial] {
    /// The trials of a setting, by seed.
    public subscript(_ setting: String) -> [Trial] { filter { $0.setting == setting }.sorted { $0.seed < $1.seed } }

    /// A number of each trial of a setting, by seed.
    public func numbers(_ name: String, of setting: String) -> [Double] {
        self[setting].compactMap { $0.outcome.numbers[name] }
    }

    /// The mean over the seeds of a curve of a setting, as long as the shortest.
    public func meanCurve(_ name: String, of setting: String) -> [Double] {
        let curves = self[setting].compactMap { $0.outcome.curves[name] }
        return (0..<(curves.map(\.count).min() ?? 0)).map { index in curves.map { $0[index] }.mean }
    }
}
