import TrainingCore

/// The table of `model` for batches of the shape `input`, such as `[1, 3, 224, 224]`.
public func inspect(_ model: Module, input: [Int]) throws -> [LayerRow] {
    let modules = model.namedModules
    var shapes: [String: [Int]] = [:]
    for (name, module) in modules {
        module.outputObserver = { output in shapes[name] = output.shape }
    }
    model.evaluating { _ = model(.zeros(input)) }
    for (_, module) in modules { module.outputObserver = nil }

    return modules.map { name, module in
        let own = module.namedParameters.filter { !$0.name.contains(".") }.map(\.element)
        return LayerRow(
            name: name, type: "\(type(of: module))", outputShape: shapes[name] ?? [],
            parameters: own.map(\.count).reduce(0, +),
            trainable: own.filter(\.requiresGrad).map(\.count).reduce(0, +))
    }
}
