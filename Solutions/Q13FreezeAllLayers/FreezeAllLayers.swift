import TrainingCore

/// Freezes everything in `model`.
public func freezeAllLayers(of model: Module) throws {
    for parameter in model.parameters {
        parameter.requiresGrad = false
        parameter.grad = nil  // an optimizer that still holds it skips a parameter without a gradient
    }
    for case let norm as BatchNorm in model.namedModules.map(\.element) {
        norm.statisticsAreFrozen = true  // a frozen weight does not keep running statistics from moving
    }
}
