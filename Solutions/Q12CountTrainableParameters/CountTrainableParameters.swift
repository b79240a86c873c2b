import TrainingCore

/// How many numbers of `model` may change in training.
public func countTrainableParameters(of model: Module) throws -> Int {
    model.parameters  // each once, however many layers share it; buffers are not among them
        .filter(\.requiresGrad)
        .map(\.count)
        .reduce(0, +)
}
