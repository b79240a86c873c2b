import Grading
import Testing
import TrainingCore

@Suite("Q12 wrong and alternative answers")
struct Question12 {
    @Test func tensorsCounted() {
        expectRejected(because: "tensors counted instead of elements", not: ["frozen ones counted", "buffers counted"])
        {
            gradeCountTrainableParameters({ $0.trainableParameters.count }, $0)
        }
    }

    @Test func onlyTheFirstAxis() {
        expectRejected(onlyBecause: nil) {
            gradeCountTrainableParameters(
                { $0.trainableParameters.map { $0.shape[0] }.reduce(1, +) }, $0)
        }
    }

    @Test func buffersCounted() {
        expectRejected(because: "buffers counted", not: ["frozen ones counted", "shared parameters counted twice"]) {
            gradeCountTrainableParameters(
                { model in
                    model.trainableParameters.map(\.count).reduce(0, +)
                        + model.namedBuffers.map(\.element.value.count).reduce(0, +)
                }, $0)
        }
    }

    @Test func wholeStateDictionaryCounted() {
        for misconception in ["buffers counted", "frozen ones counted"] {
            expectRejected(because: misconception, not: ["tensors counted instead of elements"]) {
                gradeCountTrainableParameters(
                    { model in
                        let state = model.stateDictionary
                        return state.names.compactMap { state[$0]?.count }.reduce(0, +)
                    }, $0)
            }
        }
    }

    @Test func frozenCounted() {
        expectRejected(because: "frozen ones counted", not: ["buffers counted", "shared parameters counted twice"]) {
            gradeCountTrainableParameters({ $0.parameters.map(\.count).reduce(0, +) }, $0)
        }
    }

    @Test func frozenBlocksSkippedButNotSingleParameters() {
        expectRejected(because: "frozen ones counted") {
            gradeCountTrainableParameters(
                { model in
                    let open = model.children.map(\.element).filter { !$0.isFrozen }
                    var seen: Set<ObjectIdentifier> = []
                    return open.flatMap(\.parameters).filter { seen.insert(ObjectIdentifier($0)).inserted }
                        .map(\.count).reduce(0, +)
                }, $0)
        }
    }

    @Test func everyModuleAskedForAllItHas() {
        expectRejected(onlyBecause: "parameters counted again in parents") {
            gradeCountTrainableParameters(
                { model in
                    model.namedModules.flatMap { $0.element.parameters }.filter(\.requiresGrad).map(\.count)
                        .reduce(0, +)
                }, $0)
        }
    }

    @Test func everyModuleAskedForAllItHasAndFrozenOnesToo() {
        for misconception in ["parameters counted again in parents", "frozen ones counted"] {
            expectRejected(because: misconception, not: ["buffers counted", "tensors counted instead of elements"]) {
                gradeCountTrainableParameters(
                    { $0.namedModules.flatMap { $0.element.parameters }.map(\.count).reduce(0, +) }, $0)
            }
        }
    }

    @Test func sharedCountedTwice() {
        expectRejected(
            because: "shared parameters counted twice",
            not: ["frozen ones counted", "buffers counted", "tensors counted instead of elements"]
        ) {
            gradeCountTrainableParameters(recursiveCount, $0)
        }
    }

    @Test func sharedModulesOnceButSharedParametersTwice() {
        expectRejected(because: "shared parameters counted twice") {
            gradeCountTrainableParameters(
                { model in
                    var seen: Set<ObjectIdentifier> = []
                    return model.namedModules.filter { seen.insert(ObjectIdentifier($0.element)).inserted }
                        .flatMap { $0.element.namedParameters.filter { !$0.name.contains(".") } }
                        .filter(\.element.requiresGrad).map(\.element.count).reduce(0, +)
                }, $0)
        }
    }

    @Test func theTableOfTheCore() {
        expectAccepted { gradeCountTrainableParameters({ ParameterCount($0).trainable }, $0) }
    }

    @Test func countedByHand() {
        expectAccepted {
            gradeCountTrainableParameters(
                { model in
                    var total = 0
                    var seen: Set<ObjectIdentifier> = []
                    func visit(_ module: Module) {
                        for case let parameter as Parameter in Mirror(reflecting: module).descendants
                        where seen.insert(ObjectIdentifier(parameter)).inserted && parameter.requiresGrad {
                            total += parameter.shape.reduce(1, *)
                        }
                        for (_, child) in module.children { visit(child) }
                    }
                    visit(model)
                    return total
                }, $0)
        }
    }
}

/// Adds up what each module holds, without asking who else holds it.
private func recursiveCount(_ module: Module) -> Int {
    let own = module.namedParameters.filter { !$0.name.contains(".") && $0.element.requiresGrad }
    return own.map(\.element.count).reduce(0, +) + module.children.map { recursiveCount($0.element) }.reduce(0, +)
}

extension Mirror {
    /// The stored properties here and in the superclasses, optionals unwrapped.
    fileprivate var descendants: [Any] {
        let here = children.map { child in
            let mirror = Mirror(reflecting: child.value)
            return mirror.displayStyle == .optional ? mirror.children.first?.value ?? child.value : child.value
        }
        return here + (superclassMirror?.descendants ?? [])
    }
}
