import Foundation
import TrainingCore

/// What a tour brought, and how it is shown.
struct TourResults {
    let seed: UInt64
    let classes: [String]
    let head: [EpochRecord]
    let tuned: [EpochRecord]
    let frozenHead: Evaluation
    let fineTuned: Evaluation
    let test: any ImageDataset
    let seconds: Double

    /// Writes the three pictures and the numbers into `folder`, and says so.
    func write(to folder: String) throws {
        try curves.write(to: "\(folder)/curves.png")
        try confusionMatrix.write(to: "\(folder)/confusion-matrix.png")
        try predictions().write(to: "\(folder)/predictions.png")
        try writeAtomically(metrics(), to: "\(folder)/metrics.json")
        say("Look at \(folder)/predictions.png, confusion-matrix.png and curves.png.")
    }

    private var curves: LineChart {
        let records = head + tuned
        let unfreeze = LineChart.Moment(x: Double(head.count) + 0.5, label: "unfreeze")
        return LineChart(panels: [
            .init(
                title: "Loss", yLabel: "cross-entropy",
                series: [
                    .init("training", perEpoch: records.map(\.trainingLoss)),
                    .init("validation", perEpoch: records.map(\.validationLoss)),
                ], moments: [unfreeze]),
            .init(
                title: "Accuracy", yLabel: "accuracy (%)",
                series: [
                    .init("training", perEpoch: records.map { 100 * $0.trainingAccuracy }),
                    .init("validation", perEpoch: records.map { 100 * $0.validationAccuracy }),
                ], moments: [unfreeze]),
        ])
    }

    private var confusionMatrix: ConfusionMatrixChart {
        let matrix = ConfusionMatrix(
            labels: fineTuned.labels, predictions: fineTuned.predictions, classes: classes.count)
        return ConfusionMatrixChart(counts: matrix.counts, classNames: classes)
    }

    /// Twenty test images spread evenly over the classes.
    private func predictions() throws -> PredictionGrid {
        let count = min(20, fineTuned.labels.count)
        let tiles = try (0..<count).map { tile in
            let position = (2 * tile + 1) * fineTuned.labels.count / (2 * count)
            return PredictionGrid.Tile(
                image: try test.image(at: fineTuned.indices[position]),
                predicted: classes[fineTuned.predictions[position]], actual: classes[fineTuned.labels[position]],
                probability: Double(fineTuned.confidences[position]))
        }
        return PredictionGrid(tiles: tiles)
    }

    private func metrics() throws -> Data {
        struct Stage: Encodable { let testAccuracy: Double }
        struct Seconds: Encodable { let total: Double }
        struct Metrics: Encodable {
            let seed: UInt64
            let frozenHead, fineTuned: Stage
            let seconds: Seconds
            let peakMemoryMB: Double
            let epochs: [EpochRecord]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(
            Metrics(
                seed: seed, frozenHead: Stage(testAccuracy: frozenHead.accuracy),
                fineTuned: Stage(testAccuracy: fineTuned.accuracy), seconds: Seconds(total: seconds),
                peakMemoryMB: peakMemoryMB(), epochs: head + tuned))
    }
}

/// The most memory this process has held so far, in megabytes.
private func peakMemoryMB() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
}
