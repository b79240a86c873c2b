import TrainingCore

/// The share of images in `loader`, 0…1, whose class `model` finds. There is at least one image.
public func accuracy(of model: Module, on loader: DataLoader) throws -> Double {
    var (right, count) = (0, 0)
    try model.evaluating {
        try loader.forEachBatch(epoch: 0) { batch in
            let predictions = model(batch.images).argmaxOfRows()  // a row for each image, a column for each class
            right += zip(predictions, batch.labels).count { $0 == $1 }
            count += batch.count
        }
    }
    return Double(right) / Double(count)  // not Double(right / count), which is 0 or 1
}

/// The index of the candidate with the highest accuracy on `validation`, and its accuracy on `test`. There is at
/// least one candidate.
public func chooseAndTest(
    _ candidates: [Module], validation: DataLoader, test: DataLoader
) throws -> (chosen: Int, testAccuracy: Double) {
    let scores = try candidates.map { try accuracy(of: $0, on: validation) }
    let chosen = scores.indices.max { scores[$0] < scores[$1] } ?? 0
    return (chosen, try accuracy(of: candidates[chosen], on: test))
}
