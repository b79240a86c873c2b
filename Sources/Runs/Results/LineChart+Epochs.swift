import TrainingCore

extension LineChart {
    /// Loss and accuracy over the epochs, of training and of validation.
    ///
    /// - Parameter moments: marks between epochs, where something changed.
    public init(_ records: [EpochRecord], moments: [Moment] = []) {
        self.init(panels: [
            Panel(
                title: "Loss", yLabel: "cross-entropy",
                series: [
                    Series("training", perEpoch: records.map(\.trainingLoss)),
                    Series("validation", perEpoch: records.map(\.validationLoss)),
                ], moments: moments),
            Panel(
                title: "Accuracy", yLabel: "accuracy (%)",
                series: [
                    Series("training", perEpoch: records.map { 100 * $0.trainingAccuracy }),
                    Series("validation", perEpoch: records.map { 100 * $0.validationAccuracy }),
                ], moments: moments),
        ])
    }
}
