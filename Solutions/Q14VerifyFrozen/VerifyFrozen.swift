import TrainingCore

/// The names of the parameters in `model` that may learn.
public func namesThatLearn(in model: Module) throws -> [String] {
    model.namedParameters.filter(\.element.requiresGrad).map(\.name)
}

/// The names of all parameters and buffers in `model` that `step` changes.
public func namesThatMove(in model: Module, during step: () throws -> Void) throws -> [String] {
    let before = numbers(of: model)
    try step()
    let after = numbers(of: model)
    return before.keys.filter { before[$0] != after[$0] }.sorted()
}

/// Whether `model` has been shown to be frozen: it has parameters, none of them may learn, and `step` moved nothing.
public func isFrozen(_ model: Module, during step: () throws -> Void) throws -> Bool {
    let moved = try namesThatMove(in: model, during: step)
    return try !model.parameters.isEmpty && moved.isEmpty && namesThatLearn(in: model).isEmpty
}

/// A copy of every number in a model, under its parameter's or buffer's name.
private func numbers(of model: Module) -> [String: [Float]] {
    var numbers: [String: [Float]] = [:]
    for (name, parameter) in model.namedParameters { numbers[name] = parameter.values }
    for (name, buffer) in model.namedBuffers { numbers[name] = buffer.value.values }
    return numbers
}
