import Files
import Foundation
import TrainingCore

/// What a model takes a file for.
public struct Prediction: Sendable, Encodable {
    /// A class and how likely the model finds it.
    public struct Choice: Sendable, Encodable {
        /// The name of the class.
        public let name: String
        /// 0…1
        public let probability: Double
    }

    /// The file, as it was given.
    public let file: String
    /// The likeliest classes, the first one first.
    public let choices: [Choice]
}

extension RunFolder {
    /// What the best weights take some files for.
    ///
    /// - Parameters:
    ///   - count: how many classes are named for each file.
    ///   - hear: gets each prediction as soon as it is made.
    /// - Throws: `FileError` when the run has no weights yet or a file cannot be read.
    public func predict(_ files: [String], top count: Int, hear: (Prediction) throws -> Void) throws {
        let configuration = try configuration()
        let model = try bestModel(configuration)
        let images = LabeledFiles(
            classes: configuration.classes, samples: files.map { .init(path: $0, label: 0) },
            reading: configuration.reading)
        let loader = DataLoader(images, transforms: try configuration.evaluation, batchSize: configuration.batchSize)
        try loader.forEachBatch(epoch: 0) { batch in
            let probabilities = withoutGradient { softmax(model(batch.images)) }.values
            let classes = configuration.classes.count
            for (row, index) in batch.indices.enumerated() {
                let ofImage = probabilities[row * classes..<(row + 1) * classes]
                let order = ofImage.indices.sorted { ofImage[$0] > ofImage[$1] }.prefix(count)
                try hear(
                    Prediction(
                        file: files[index],
                        choices: order.map {
                            .init(name: configuration.classes[$0 - row * classes], probability: Double(ofImage[$0]))
                        }))
            }
        }
    }
}

/// The paths of the images at a path: itself, or all PNG and JPEG files in a folder and those below it.
///
/// - Throws: `FileError` when there is nothing at the path, or no image in the folder.
public func imagePaths(at path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw FileError(path, expected: "an image or a folder of images", found: "nothing")
    }
    return isFolder.boolValue ? try imageFiles(inClass: path) : [path]
}

/// A picture of files with what they were taken for: of the first 200, more would make no picture.
///
/// - Throws: `FileError` when a file cannot be read.
public func predictionGrid(_ predictions: [Prediction], reading: ImageReading) throws -> Gallery {
    let shown = predictions.prefix(200)
    let tiles = try shown.map { prediction in
        let choice = prediction.choices.first
        return Gallery.Tile(
            image: try Image(contentsOfFile: prediction.file, reading: reading),
            caption: choice.map { "\($0.name) \(Int((100 * $0.probability).rounded())) %" } ?? "")
    }
    let rows = stride(from: 0, to: tiles.count, by: 5).map {
        Gallery.Row(tiles: Array(tiles[$0..<min($0 + 5, tiles.count)]))
    }
    let isPart = shown.count < predictions.count
    return Gallery(title: isPart ? "Predictions, \(shown.count) of \(predictions.count)" : "Predictions", rows: rows)
}
