import TrainingCore

/// Trains `model` for some epochs and measures each of them.
public func trainAndMonitor(
    _ model: Module, training: DataLoader, validation: DataLoader, optimizer: Optimizer, epochs: Int
) throws -> [EpochRecord] {
    var records: [EpochRecord] = []
    for epoch in 0..<epochs {
        model.train()
        var learning = Totals()  // new ones in every epoch
        try training.forEachBatch(epoch: epoch) { batch in
            optimizer.zeroGrad()
            let logits = model(batch.images)
            let loss = crossEntropy(logits, batch.labels)
            loss.backward()
            optimizer.step()
            learning.add(loss, logits, batch.labels)
        }
        var held = Totals()
        try model.evaluating {
            try validation.forEachBatch(epoch: 0) { batch in
                let logits = model(batch.images)
                held.add(crossEntropy(logits, batch.labels), logits, batch.labels)
            }
        }
        records.append(
            EpochRecord(
                epoch: epoch + 1, trainingLoss: learning.loss, trainingAccuracy: learning.accuracy,
                validationLoss: held.loss, validationAccuracy: held.accuracy))
    }
    return records
}

/// Sums over images; divided by their number only at the end.
private struct Totals {
    private var lossSum = 0.0
    private var correct = 0
    private var images = 0

    mutating func add(_ loss: Tensor, _ logits: Tensor, _ labels: [Int]) {
        lossSum += Double(loss.item) * Double(labels.count)
        correct += zip(logits.argmaxOfRows(), labels).filter { $0 == $1 }.count
        images += labels.count
    }

    var loss: Double { lossSum / Double(max(images, 1)) }
    var accuracy: Double { Double(correct) / Double(max(images, 1)) }
}

/// Draws loss and accuracy over the epochs as a PNG file at `path`.
public func drawCurves(of records: [EpochRecord], to path: String) throws {
    let chart = LineChart(panels: [
        .init(
            title: "Loss", xLabel: "epoch", yLabel: "cross-entropy",
            series: [
                .init("training", perEpoch: records.map(\.trainingLoss)),
                .init("validation", perEpoch: records.map(\.validationLoss)),
            ]),
        .init(
            title: "Accuracy", xLabel: "epoch", yLabel: "accuracy (%)",
            series: [
                .init("training", perEpoch: records.map { 100 * $0.trainingAccuracy }),
                .init("validation", perEpoch: records.map { 100 * $0.validationAccuracy }),
            ]),
    ])
    try chart.write(to: path)
}
