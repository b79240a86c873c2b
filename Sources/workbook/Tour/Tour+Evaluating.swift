import Q25TestAccuracySolution
import Q26ConfusionMatrixSolution
import Q27PredictionGridSolution
import Runs
import TrainingCore
import Wording

/// Chapter 8: what the model can do, in numbers and pictures.
extension Tour {
    /// The accuracy on the test images, 0…1.
    func measure(_ model: Module, on parts: TourData, _ when: String) throws -> Double {
        let result = try Q25TestAccuracySolution.accuracy(of: model, on: parts.loaders(seed: seed).test)
        narrator.say("Q25  \(when): \(percent(result)) of \(parts.test.count) test images right")
        return result
    }

    /// Writes `confusion-matrix.png`, `predictions.png` and `curves.png`.
    func drawPictures(of model: Module, head: [EpochRecord], tuned: [EpochRecord], _ parts: TourData) throws {
        narrator.heading("Chapter 8: evaluating")
        let names = parts.test.classes
        let counts = try confusionMatrix(of: model, on: parts.loaders(seed: seed).test)
        let shares = try rowShares(of: counts)
        if let hardest = shares.indices.min(by: { shares[$0][$0] < shares[$1][$1] }) {
            narrator.say("Q26  hardest to find: \(names[hardest]), \(percent(shares[hardest][hardest])) of them")
        }
        try drawConfusionMatrix(counts, classNames: names, to: "\(folder)/confusion-matrix.png")
        try drawPredictions(
            of: model, on: try someOfEachClass(parts), classNames: names, preset: .efficientNetLite0,
            to: "\(folder)/predictions.png")
        narrator.say("Q27  a batch of test images with what the model takes them for: predictions.png")
        let unfreeze = LineChart.Moment(x: Double(head.count) + 0.5, label: "unfreeze")
        try LineChart(head + tuned, moments: [unfreeze]).write(to: "\(folder)/curves.png")
    }

    /// Twenty test images spread evenly over the classes, as the model sees them.
    private func someOfEachClass(_ parts: TourData) throws -> PixelBatch {
        let count = min(20, parts.test.count)
        let indices = (0..<count).map { (2 * $0 + 1) * parts.test.count / (2 * count) }
        let loader = DataLoader(
            Subset(parts.test, indices: indices), transforms: parts.evaluation, batchSize: max(count, 1))
        guard let batch = try loader.batches(epoch: 0).next() else {
            throw FileError("\(data)/test", expected: "at least one image", found: "none")
        }
        return batch
    }
}
