import TrainingCore

/// Grades Q10: a row for every module, in order, with shapes and counts; and the model as it was.
public func gradeInspectArchitecture(_ inspect: Inspecting, _ grading: Grading) {
    grading.check("every module has a row, in the model's order") {
        for (model, input) in subjects(grading) {
            let (found, expected) = (try inspect(model, input).map(\.name), model.namedModules.map(\.name))
            let isShuffled = found != expected && found.sorted() == expected.sorted()
            try expect(
                found, equals: expected, "names",
                isShuffled ? Q10.orderLost : hasOnlyChildren(found, of: model) ? Q10.childrenOnly : nil)
        }
    }
    grading.check("the rows tell the types") {
        try forEachRow(inspect, grading) { row, module, _ in
            try expect(row.type, equals: "\(type(of: module))", "the type of \(label(row))")
        }
    }
    grading.check("the rows tell the output shapes") {
        try forEachRow(inspect, grading) { row, _, shape in
            try expect(row.outputShape, equals: shape, "the output shape of \(label(row))")
        }
    }
    grading.check("a layer's row counts the numbers in its parameters") {
        try forEachRow(inspect, grading) { row, module, _ in
            if module.children.isEmpty { try checkCount(row.parameters, row, module) }
        }
    }
    grading.check("a block's row does not count what its parts hold") {
        try forEachRow(inspect, grading) { row, module, _ in
            if !module.children.isEmpty { try checkCount(row.parameters, row, module) }
        }
    }
    grading.check("the rows tell what is trainable") {
        try forEachRow(inspect, grading) { row, module, _ in
            try checkCount(row.trainable, row, module, trainable: true)
        }
    }
    grading.check("the model is as it was") {
        for (model, input) in subjects(grading) {
            model.train().children[0].element.eval()
            let before = Snapshot(model)
            _ = try inspect(model, input)
            try expect(
                Snapshot(model) == before, expected: "the same weights, statistics, modes and flags as before",
                found: Snapshot(model).difference(from: before), Q10.changedByLooking)
            let observed = model.namedModules.filter { $0.element.outputObserver != nil }.map(\.name)
            try expect(
                observed.isEmpty, expected: "no outputObserver left behind", found: "\(observed.count) of them",
                Q10.changedByLooking)
        }
    }
}

/// What the learner writes: the table of a model for an input shape.
public typealias Inspecting = (Module, [Int]) throws -> [LayerRow]

/// Models to look at, partly frozen, and the shapes of their input.
private func subjects(_ grading: Grading) -> [(model: Module, input: [Int])] {
    var generator = grading.generator()
    let classes = Int.random(in: 2...9, using: &generator)
    let residual = ResNet(blocks: [1, 2, 1, 1], classes: classes, width: 4)
    for (_, child) in residual.children where Bool.random(using: &generator) { child.freeze() }
    let scaled = ScaledNetwork(channels: Int.random(in: 2...5, using: &generator), classes: classes)
    scaled.features.freeze()
    return [(residual, [2, 3, 32, 48]), (scaled, [3, 3, 12, 10])]
}

/// A network that holds a parameter of its own beside its parts.
private final class ScaledNetwork: Module {
    let features: Sequential
    let classScale: Parameter
    let lastLayer: Linear

    init(channels: Int, classes: Int) {
        features = Sequential(
            Conv2d(3, channels, kernel: 3), Sequential(BatchNorm2d(channels), ReLU()), AdaptiveAvgPool2d(1), Flatten(),
            Dropout(0.5))
        classScale = Parameter(.ones([classes]))
        lastLayer = Linear(channels, classes)
    }

    override func forward(_ x: Tensor) -> Tensor { lastLayer(features(x)) * classScale }
}

private func forEachRow(
    _ inspect: Inspecting, _ grading: Grading, _ body: (LayerRow, Module, _ shape: [Int]) throws -> Void
) throws {
    for (model, input) in subjects(grading) {
        let modules = model.namedModules
        var shapes: [String: [Int]] = [:]
        for (name, module) in modules { module.outputObserver = { shapes[name] = $0.shape } }
        model.evaluating { _ = model(.zeros(input)) }
        for (_, module) in modules { module.outputObserver = nil }

        let rows = try inspect(model, input)
        for (name, module) in modules {
            let matching = rows.filter { $0.name == name }
            try expect(
                matching.count == 1, expected: "one row called \"\(name)\"", found: "\(matching.count)",
                hasOnlyChildren(rows.map(\.name), of: model) ? Q10.childrenOnly : nil)
            try body(matching[0], module, shapes[name] ?? [])
        }
    }
}

/// Whether rows are those of the direct children, with or without the model itself, while the tree is deeper.
private func hasOnlyChildren(_ names: [String], of model: Module) -> Bool {
    let named = Set(names.filter { !$0.isEmpty })
    return named == Set(model.children.map(\.name)) && model.namedModules.count > model.children.count + 1
}

private func checkCount(_ found: Int, _ row: LayerRow, _ module: Module, trainable: Bool = false) throws {
    func size(_ parameters: [Parameter]) -> Int {
        parameters.filter { !trainable || $0.requiresGrad }.map(\.count).reduce(0, +)
    }
    let own = size(module.namedParameters.filter { !$0.name.contains(".") }.map(\.element))
    let whole = size(module.parameters)
    let ownBuffers = module.namedBuffers.filter { !$0.name.contains(".") }.map(\.element.value.count).reduce(0, +)
    let allBuffers = module.namedBuffers.map(\.element.value.count).reduce(0, +)
    let misconception: Misconception? =
        switch found {
        case whole where whole != own, whole + allBuffers where whole != own: Q10.countedInParents
        case own + ownBuffers, own + allBuffers: Q10.buffersCounted
        default: nil
        }
    try expect(found, equals: own, "\(trainable ? "trainable" : "parameters") of \(label(row))", misconception)
}

private func label(_ row: LayerRow) -> String { row.name.isEmpty ? "the model itself" : row.name }

/// What must not change while a model is looked at.
private struct Snapshot: Equatable {
    let numbers: StateDictionary
    let modes: [Bool]
    let flags: [Bool]
    let frozenStatistics: [Bool]

    init(_ model: Module) {
        numbers = model.stateDictionary
        modes = model.namedModules.map(\.element.isTraining)
        flags = model.parameters.map(\.requiresGrad)
        frozenStatistics = model.namedModules.compactMap { ($0.element as? BatchNorm)?.statisticsAreFrozen }
    }

    func difference(from before: Snapshot) -> String {
        if let name = numbers.names.first(where: { numbers[$0] != before.numbers[$0] }) { return "\(name) moved" }
        return modes != before.modes ? "another mode" : "other flags"
    }
}
