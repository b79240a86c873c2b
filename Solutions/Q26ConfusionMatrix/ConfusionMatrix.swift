import TrainingCore

/// `counts[i][j]` images of class `i` in `loader` are taken for class `j` by `model`.
public func confusionMatrix(of model: Module, on loader: DataLoader) throws -> [[Int]] {
    let classes = loader.dataset.classes.count  // also those that do not occur
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    try model.evaluating {
        try loader.forEachBatch(epoch: 0) { batch in
            let predictions = model(batch.images).argmaxOfRows()
            for (label, prediction) in zip(batch.labels, predictions) { counts[label][prediction] += 1 }
        }
    }
    return counts
}

/// The share of each true class, 0…1, that was taken for each class.
public func rowShares(of counts: [[Int]]) throws -> [[Double]] {
    counts.map { row in
        let total = row.reduce(0, +)
        return row.map { total == 0 ? 0 : Double($0) / Double(total) }
    }
}

/// Writes a picture of the counts as a PNG file.
public func drawConfusionMatrix(_ counts: [[Int]], classNames: [String], to path: String) throws {
    try ConfusionMatrixChart(counts: counts, classNames: classNames).write(to: path)
}
