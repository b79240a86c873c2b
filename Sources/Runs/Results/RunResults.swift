import Foundation
import TrainingCore

/// What the best weights of a run brought on images that they were not trained on.
public struct RunResults: Sendable {
    /// What the model made of each image.
    public let evaluation: Evaluation
    /// How often each class was taken for which.
    public let confusion: ConfusionMatrix
    /// The images, in the order that ``Evaluation/indices`` counts in.
    public let images: any ImageDataset

    /// Measures a model on some photographs.
    ///
    /// - Throws: what reading the images throws.
    public init(
        _ model: Module, on images: any ImageDataset, _ configuration: RunConfiguration
    ) throws {
        let loader = DataLoader(
            images, transforms: try configuration.evaluation, batchSize: configuration.batchSize)
        self.images = images
        evaluation = try evaluate(model, on: loader)
        confusion = ConfusionMatrix(
            labels: evaluation.labels, predictions: evaluation.predictions, classes: images.classes.count)
    }

    /// Which class was taken for which other one, the most frequent first; pairs that never happened are left out.
    public var confusedPairs: [(actual: String, predicted: String, count: Int)] {
        let names = images.classes
        var pairs: [(actual: String, predicted: String, count: Int)] = []
        for (label, row) in confusion.counts.enumerated() {
            for (prediction, count) in row.enumerated() where prediction != label && count > 0 {
                pairs.append((names[label], names[prediction], count))
            }
        }
        // A stable order for equal counts: that of the classes.
        return pairs.enumerated().sorted {
            $0.element.count != $1.element.count ? $0.element.count > $1.element.count : $0.offset < $1.offset
        }.map(\.element)
    }

    /// The share of each class that was found, in the order of the classes; `nil` for a class without images.
    public var recall: [Double?] {
        confusion.counts.enumerated().map { label, row in
            let total = row.reduce(0, +)
            return total == 0 ? nil : Double(row[label]) / Double(total)
        }
    }

    /// The places in ``evaluation`` of the wrong predictions, the most confident first.
    public var mistakes: [Int] {
        evaluation.labels.indices.filter { evaluation.labels[$0] != evaluation.predictions[$0] }
            .sorted { evaluation.confidences[$0] > evaluation.confidences[$1] }
    }

    /// The images at some places of ``evaluation`` with what the model took them for.
    ///
    /// - Throws: what reading the images throws.
    public func grid(_ places: [Int], title: String) throws -> PredictionGrid {
        let names = images.classes
        return PredictionGrid(
            tiles: try places.map { place in
                .init(
                    image: try images.image(at: evaluation.indices[place]),
                    predicted: names[evaluation.predictions[place]], actual: names[evaluation.labels[place]],
                    probability: Double(evaluation.confidences[place]))
            }, title: title)
    }

    /// Twenty places spread evenly over the images.
    public var someOfAll: [Int] {
        let count = min(20, evaluation.labels.count)
        return (0..<count).map { (2 * $0 + 1) * evaluation.labels.count / (2 * count) }
    }
}

extension RunFolder {
    /// The network with the weights of the best epoch, in evaluation mode.
    ///
    /// - Throws: `FileError` when the run has none yet, or the file belongs to another model.
    public func bestModel(_ configuration: RunConfiguration) throws -> Module {
        let model = try configuration.unfilledModel()
        try model.load(contentsOfFile: bestFile)
        return model.eval()
    }
}
