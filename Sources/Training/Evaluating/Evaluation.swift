import Datasets
import Layers
import Tensors

/// What a model made of a whole dataset.
public struct Evaluation: Sendable, Equatable {
    /// The class of each image, in the order of the loader.
    public internal(set) var labels: [Int] = []
    /// The class the model found most likely for each image.
    public internal(set) var predictions: [Int] = []
    /// The probability the model gave that class.
    public internal(set) var confidences: [Float] = []
    /// Where each image is in the dataset.
    public internal(set) var indices: [Int] = []
    /// The mean cross-entropy over all images, each counting the same.
    public internal(set) var loss = 0.0

    /// The share of right predictions, 0…1.
    public var accuracy: Double {
        guard !labels.isEmpty else { return 0 }
        return Double(zip(labels, predictions).filter { $0 == $1 }.count) / Double(labels.count)
    }
}

/// Runs a model over a dataset in evaluation mode, without gradients. The model's modes come back afterwards, also
/// when an image cannot be read.
///
/// - Parameters:
///   - loader: in sequential order and without random transforms, if the result is to mean anything.
///   - onBatch: hears of each batch's size when it is done.
public func evaluate(
    _ model: Module, on loader: DataLoader, onBatch: (_ images: Int) -> Void = { _ in }
) throws -> Evaluation {
    try evaluate(ForwardPass(model, on: loader, keepingIn: nil), onBatch: onBatch)
}

/// The same for a pass that may know features from before.
func evaluate(_ pass: ForwardPass, onBatch: (_ images: Int) -> Void = { _ in }) throws -> Evaluation {
    var result = Evaluation()
    var lossSum = 0.0
    try pass.model.evaluating {
        try pass.forEachBatch(epoch: 0) { batch in
            let logits = try pass(batch)
            lossSum += Double(crossEntropy(logits, batch.labels).item) * Double(batch.count)
            let predictions = logits.argmaxOfRows()
            let probabilities = softmax(logits).values
            let classes = logits.shape[1]
            result.labels += batch.labels
            result.predictions += predictions
            result.confidences += predictions.enumerated().map { probabilities[$0 * classes + $1] }
            result.indices += batch.indices
            onBatch(batch.count)
        }
    }
    result.loss = result.labels.isEmpty ? 0 : lossSum / Double(result.labels.count)
    return result
}
