import Checks

/// How often each class was taken for which.
public struct ConfusionMatrix: Sendable, Equatable {
    /// `counts[true class][predicted class]`
    public private(set) var counts: [[Int]]

    /// Counts pairs of labels and predictions; classes that never occur keep their row and column.
    public init(labels: [Int], predictions: [Int], classes: Int) {
        require(
            labels.count == predictions.count,
            "ConfusionMatrix: \(labels.count) labels do not pair up with \(predictions.count) predictions")
        counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for (label, prediction) in zip(labels, predictions) {
            require(
                (0..<classes).contains(label) && (0..<classes).contains(prediction),
                "ConfusionMatrix: label \(label) or prediction \(prediction) is not one of \(classes) classes")
            counts[label][prediction] += 1
        }
    }

    /// The share of right predictions: the diagonal over everything. 0 when there is nothing.
    public var accuracy: Double {
        let total = counts.joined().reduce(0, +)
        return total == 0 ? 0 : Double(counts.indices.map { counts[$0][$0] }.reduce(0, +)) / Double(total)
    }
}
