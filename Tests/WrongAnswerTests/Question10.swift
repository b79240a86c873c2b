import Grading
import Testing
import TrainingCore

@Suite("Q10 wrong and alternative answers")
struct Question10 {
    /// A right answer with parts to replace by wrong ones.
    private func inspect(
        _ model: Module, _ input: [Int], modules: (Module) -> [Named<Module>] = \.namedModules,
        size: (Module) -> Int = { own($0).map(\.count).reduce(0, +) },
        run: (Module, () -> Void) -> Void = { model, body in model.evaluating(body) }
    ) -> [LayerRow] {
        var shapes: [String: [Int]] = [:]
        let chosen = modules(model)
        for (name, module) in chosen { module.outputObserver = { shapes[name] = $0.shape } }
        run(model) { _ = model(.zeros(input)) }
        for (_, module) in chosen { module.outputObserver = nil }
        return chosen.map { name, module in
            LayerRow(
                name: name, type: "\(type(of: module))", outputShape: shapes[name] ?? [], parameters: size(module),
                trainable: own(module).filter(\.requiresGrad).map(\.count).reduce(0, +))
        }
    }

    @Test func childrenOnly() {
        expectRejected(because: "children only instead of the whole tree", not: ["parameters counted twice in parents"])
        {
            gradeInspectArchitecture(
                { inspect($0, $1, modules: \.children, size: { $0.parameters.map(\.count).reduce(0, +) }) }, $0)
        }
    }

    @Test func theModelAndItsChildren() {
        expectRejected(because: "children only instead of the whole tree", not: ["order lost"]) {
            gradeInspectArchitecture({ inspect($0, $1, modules: { [("", $0)] + $0.children }) }, $0)
        }
    }

    @Test func countedInParents() {
        expectRejected(because: "parameters counted twice in parents", not: ["buffers counted"]) {
            gradeInspectArchitecture({ inspect($0, $1, size: { $0.parameters.map(\.count).reduce(0, +) }) }, $0)
        }
    }

    @Test func sortedByName() {
        expectRejected(because: "order lost", not: ["children only instead of the whole tree"]) {
            gradeInspectArchitecture({ inspect($0, $1, modules: { $0.namedModules.sorted { $0.name < $1.name } }) }, $0)
        }
    }

    @Test func childrenBeforeParents() {
        expectRejected(because: "order lost") {
            gradeInspectArchitecture({ inspect($0, $1, modules: { $0.namedModules.reversed() }) }, $0)
        }
    }

    @Test func buffersCounted() {
        expectRejected(because: "buffers counted", not: ["parameters counted twice in parents"]) {
            gradeInspectArchitecture(
                {
                    inspect(
                        $0, $1,
                        size: { module in
                            let buffers = module.namedBuffers.filter { !$0.name.contains(".") }
                            return own(module).map(\.count).reduce(0, +)
                                + buffers.map(\.element.value.count).reduce(0, +)
                        })
                }, $0)
        }
    }

    @Test func wholeStateDictionaryCounted() {
        expectRejected(because: "buffers counted") {
            gradeInspectArchitecture(
                {
                    inspect(
                        $0, $1,
                        size: { module in
                            let state = module.stateDictionary
                            return state.names.compactMap { state[$0]?.count }.reduce(0, +)
                        })
                }, $0)
        }
    }

    @Test func lookedInTrainingMode() {
        expectRejected(because: "the model changed by looking", not: ["buffers counted", "order lost"]) {
            gradeInspectArchitecture({ inspect($0, $1, run: { _, body in body() }) }, $0)
        }
    }

    @Test func leftInEvaluationMode() {
        expectRejected(because: "the model changed by looking") {
            gradeInspectArchitecture(
                {
                    inspect(
                        $0, $1,
                        run: { model, body in
                            model.eval()
                            body()
                        })
                }, $0)
        }
    }

    @Test func onlyLayersWithoutParts() {
        expectRejected(onlyBecause: nil) {
            gradeInspectArchitecture(
                { inspect($0, $1, modules: { $0.namedModules.filter(\.element.children.isEmpty) }) }, $0)
        }
    }

    @Test func noRowsAtAll() {
        expectRejected(onlyBecause: nil) { gradeInspectArchitecture({ _, _ in [] }, $0) }
    }

    @Test func recursivelyAndBySubtraction() {
        expectAccepted {
            gradeInspectArchitecture(
                { model, input in
                    var shapes: [ObjectIdentifier: [Int]] = [:]
                    func size(_ module: Module, _ parameters: (Module) -> [Parameter]) -> Int {
                        let whole = parameters(module).reduce(0) { $0 + $1.count }
                        return module.children.reduce(whole) { rest, child in
                            parameters(child.element).reduce(rest) { $0 - $1.count }
                        }
                    }
                    func watch(_ module: Module, _ observer: ((Module) -> ((Tensor) -> Void))?) {
                        module.outputObserver = observer?(module)
                        for (_, child) in module.children { watch(child, observer) }
                    }
                    func rows(_ module: Module, _ name: String) -> [LayerRow] {
                        let row = LayerRow(
                            name: name, type: String(describing: Swift.type(of: module)),
                            outputShape: shapes[ObjectIdentifier(module)] ?? [], parameters: size(module, \.parameters),
                            trainable: size(module, \.trainableParameters))
                        return module.children.reduce([row]) { above, child in
                            above + rows(child.element, name.isEmpty ? child.name : "\(name).\(child.name)")
                        }
                    }
                    watch(model) { module in { shapes[ObjectIdentifier(module)] = $0.shape } }
                    defer { watch(model, nil) }
                    model.evaluating { _ = model(Tensor(repeating: 1, shape: input)) }
                    return rows(model, "")
                }, $0)
        }
    }
}

/// The parameters that a module holds itself.
private func own(_ module: Module) -> [Parameter] {
    module.namedParameters.filter { !$0.name.contains(".") }.map(\.element)
}
