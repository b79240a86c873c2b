import Files
import Foundation
import TrainingCore

extension RunFolder {
    /// The pictures that a report shows.
    enum Picture: String, CaseIterable {
        case curves, confusionMatrix = "confusion-matrix", predictions, mistakes
    }

    func file(_ picture: Picture) -> String { "\(path)/\(picture.rawValue).png" }

    /// Measures the best weights on the test images, or on the validation images where there are no others, and writes
    /// the pictures, `results.json`, `confusions.csv` and `report.html`.
    ///
    /// - Throws: `FileError` when the run has no weights yet, an image has gone, or a file cannot be written.
    @discardableResult
    public func writeResults(
        _ configuration: RunConfiguration, on data: DatasetSplit, records: [EpochRecord], seconds: Double?
    ) throws -> RunResults {
        let model = try bestModel(configuration)
        let results = try RunResults(model, on: data.heldOut, configuration)
        try LineChart(records).write(to: file(.curves))
        try ConfusionMatrixChart(counts: results.confusion.counts, classNames: configuration.classes)
            .write(to: file(.confusionMatrix))
        try results.grid(results.someOfAll, title: "Predictions").write(to: file(.predictions))
        let worst = Array(results.mistakes.prefix(15))
        if worst.isEmpty {
            unlink(file(.mistakes))
        } else {
            try results.grid(worst, title: "The mistakes it was surest of").write(to: file(.mistakes))
        }
        try writeCSV(
            [["actual", "predicted", "count"]]
                + results.confusedPairs.map { [$0.actual, $0.predicted, "\($0.count)"] },
            to: confusionsFile)
        let best = records.reduce(nil as EpochRecord?) { $1.isBetter(than: $0) ? $1 : $0 }
        try writeJSON(
            Summary(
                part: data.heldOutPart, images: results.evaluation.labels.count, accuracy: results.evaluation.accuracy,
                loss: results.evaluation.loss, bestEpoch: best?.epoch,
                validationAccuracy: best?.validationAccuracy, seconds: seconds), to: resultsFile)
        try RunReport(
            configuration: configuration, data: data, records: records, best: best, results: results, seconds: seconds,
            folder: self
        ).write(to: reportFile)
        return results
    }

    private struct Summary: Encodable {
        let part: Photographs.Part
        let images: Int
        let accuracy: Double
        let loss: Double
        let bestEpoch: Int?
        let validationAccuracy: Double?
        let seconds: Double?
    }
}

extension DatasetSplit {
    /// What the final model is measured on: the test images, or the validation images where there are no others.
    public var heldOutPart: Photographs.Part { test.count > 0 ? .test : .validation }
    /// These images.
    public var heldOut: any ImageDataset { test.count > 0 ? test : validation }
}
