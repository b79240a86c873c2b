import TrainingCore

/// The mean loss and the accuracy (0…1) of `model` on `images`, in batches of at most `batchSize`.
public func evaluateOnValidation(
    _ model: Module, images: any ImageDataset, transforms: (training: Transforms, evaluation: Transforms),
    batchSize: Int
) throws -> (loss: Double, accuracy: Double) {
    let loader = DataLoader(images, transforms: transforms.evaluation, batchSize: batchSize)
    var (count, right, lossSum) = (0, 0, 0.0)
    try model.evaluating {  // evaluation mode and no graph; the modes come back, also on a throw
        try loader.forEachBatch(epoch: 0) { batch in
            let logits = model(batch.images)
            count += batch.count
            right += zip(logits.argmaxOfRows(), batch.labels).count { $0 == $1 }
            lossSum += Double(crossEntropy(logits, batch.labels).item) * Double(batch.count)
        }
    }
    return (loss: lossSum / Double(count), accuracy: Double(right) / Double(count))
}
