import TrainingCore

/// Scales the gradients of `parameters` down together so that their common norm is at most `maxNorm`.
///
/// Returns the norm before clipping.
public func clipGradients(of parameters: [Parameter], maxNorm: Float) throws -> Float {
    let squares = parameters.compactMap(\.grad).map { sum($0 * $0).item }
    let norm = squares.reduce(0, +).squareRoot()
    guard norm > maxNorm else { return norm }  // small gradients are not scaled up
    for parameter in parameters {
        parameter.grad = parameter.grad.map { $0 * (maxNorm / norm) }
    }
    return norm
}

/// Takes one training step on a batch, with the gradients of what `optimizer` holds clipped to `maxNorm`.
///
/// Returns the batch's loss and the norm of its gradients before clipping.
public func trainingStep(
    _ model: Module, images: Tensor, labels: [Int], optimizer: Optimizer, maxNorm: Float
) throws -> (loss: Float, norm: Float) {
    optimizer.zeroGrad()
    let loss = crossEntropy(model(images), labels)
    loss.backward()
    let norm = try clipGradients(of: optimizer.parameters, maxNorm: maxNorm)
    optimizer.step()
    return (loss.item, norm)
}
