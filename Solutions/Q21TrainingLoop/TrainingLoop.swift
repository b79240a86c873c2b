import TrainingCore

/// How bad some logits, `[batch, classes]`, are for the labels: a single number that can go backward.
public typealias LossFunction = (_ logits: Tensor, _ labels: [Int]) throws -> Tensor

/// Trains `model` on epochs 0, 1, … of `loader` and returns the loss of every step, in order.
///
/// - Parameters:
///   - schedule: what the groups' learning rates are multiplied with at a step.
///   - afterEpoch: to be called after each epoch with its number, for example to validate.
public func train(
    _ model: Module, on loader: DataLoader, epochs: Int, loss: LossFunction, optimizer: Optimizer,
    schedule: (_ step: Int) -> Double, afterEpoch: (_ epoch: Int) throws -> Void
) throws -> [Float] {
    let rates = optimizer.groups.map(\.learningRate)
    var losses: [Float] = []
    for epoch in 0..<epochs {
        model.train()
        try loader.forEachBatch(epoch: epoch) { batch in
            let factor = Float(schedule(losses.count))
            for (i, rate) in rates.enumerated() { optimizer.groups[i].learningRate = rate * factor }

            optimizer.zeroGrad()
            let batchLoss = try loss(model(batch.images), batch.labels)
            batchLoss.backward()
            optimizer.step()
            losses.append(batchLoss.item)  // the number, not the tensor
        }
        try afterEpoch(epoch)
    }
    return losses
}
