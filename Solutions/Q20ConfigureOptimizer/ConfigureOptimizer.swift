import TrainingCore

/// What is trainable in `model`, split into a group with `weightDecay` and one with none, both at `learningRate`.
///
/// - Throws: ``NothingToTrain``.
public func parameterGroups(of model: Module, learningRate: Float, weightDecay: Float) throws -> [ParameterGroup] {
    let trainable = model.trainableParameters
    guard !trainable.isEmpty else { throw NothingToTrain() }
    let weights = trainable.filter { $0.rank > 1 }
    let vectors = trainable.filter { $0.rank <= 1 }  // biases, and the scale and shift of batch norm
    return [
        ParameterGroup(weights, learningRate: learningRate, weightDecay: weightDecay, name: "weights"),
        ParameterGroup(vectors, learningRate: learningRate, name: "biases and norms"),
    ]
}

/// SGD with Nesterov momentum over what is trainable in `model`, with decay as above.
///
/// - Throws: ``NesterovNeedsMomentum``, ``NothingToTrain``.
public func makeSGD(
    for model: Module, learningRate: Float, momentum: Float, weightDecay: Float
) throws -> Optimizer {
    guard momentum > 0 else { throw NesterovNeedsMomentum() }
    let groups = try parameterGroups(of: model, learningRate: learningRate, weightDecay: weightDecay)
    return SGD(groups, momentum: momentum, nesterov: true)
}

/// Adam with decoupled weight decay over what is trainable in `model`, with decay as above.
///
/// - Throws: ``NothingToTrain``.
public func makeAdamW(for model: Module, learningRate: Float, weightDecay: Float) throws -> Optimizer {
    AdamW(try parameterGroups(of: model, learningRate: learningRate, weightDecay: weightDecay))
}

/// Everything is frozen.
struct NothingToTrain: Error {}

/// Without momentum there is no direction to look ahead along.
struct NesterovNeedsMomentum: Error {}
