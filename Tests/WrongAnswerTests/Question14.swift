import Grading
import Testing
import TrainingCore

@Suite("Q14 wrong and alternative answers")
struct Question14 {
    @Test func onlyTheFirstLayersFlags() {
        expectRejected(because: "only the first layer looked at") {
            grade($0, learning: { Array(flags($0).prefix(while: { $0 == "conv1.weight" || $0.hasPrefix("0.") })) })
        }
    }

    @Test func onlyTheFirstParameterCompared() {
        expectRejected(onlyBecause: "only the first layer looked at") {
            grade(
                $0,
                moving: { model, step in
                    guard let (name, first) = model.namedParameters.first else { return [] }
                    let before = first.values
                    try step()
                    return first.values == before ? [] : [name]
                })
        }
    }

    @Test func frozenIfTheFirstParameterIs() {
        expectRejected(onlyBecause: "only the first layer looked at") {
            grade($0, frozen: { model, _ in model.parameters.first.map { !$0.requiresGrad } ?? false })
        }
    }

    @Test func flagsOfWeightsOnly() {
        expectRejected(onlyBecause: "weights only") {
            grade($0, learning: { flags($0).filter { $0.hasSuffix(".weight") } })
        }
    }

    @Test func movedWeightsOnly() {
        expectRejected(onlyBecause: "weights only") {
            grade($0, moving: { try moved($0, during: $1).filter { $0.hasSuffix(".weight") } })
        }
    }

    @Test func frozenIfTheWeightsAre() {
        expectRejected(onlyBecause: "weights only") {
            grade(
                $0,
                frozen: { model, step in
                    let names = try flags(model) + moved(model, during: step)
                    return !model.parameters.isEmpty && !names.contains { $0.hasSuffix("weight") }
                })
        }
    }

    @Test func emptyModel() {
        expectRejected(onlyBecause: "an empty model declared frozen") {
            grade($0, frozen: { try moved($0, during: $1).isEmpty && flags($0).isEmpty })
        }
    }

    @Test func movedIsWhatTheFlagsSay() {
        expectRejected(because: "flags trusted without looking at the values") {
            grade($0, moving: { model, _ in flags(model) })
        }
    }

    @Test func onlyOpenParametersCompared() {
        expectRejected(onlyBecause: "flags trusted without looking at the values") {
            grade(
                $0,
                moving: { model, step in
                    let open = Set(flags(model))
                    return try moved(model, during: step).filter {
                        open.contains($0) || $0.contains("running") || $0.contains("tracked")
                    }
                })
        }
    }

    @Test func frozenIfTheFlagsSaySo() {
        expectRejected(onlyBecause: "flags trusted without looking at the values") {
            grade($0, frozen: { model, _ in !model.parameters.isEmpty && model.isFrozen })
        }
    }

    @Test func statisticsNotListed() {
        expectRejected(onlyBecause: "batch-norm statistics ignored") {
            grade($0, moving: movedParameters)
        }
    }

    @Test func frozenThoughStatisticsMove() {
        expectRejected(onlyBecause: "batch-norm statistics ignored") {
            grade(
                $0,
                frozen: { model, step in
                    try !model.parameters.isEmpty && model.isFrozen && movedParameters(model, during: step).isEmpty
                })
        }
    }

    @Test func parametersKeptInsteadOfTheirNumbers() {
        let keepParameters: (Module, () throws -> Void) throws -> [String] = { model, step in
            let before = model.namedParameters.map { ($0.name, $0.element.detached()) }
            try step()
            return zip(before, model.parameters).filter { $0.1.values != $1.values }.map(\.0.0)
        }
        expectRejected(onlyBecause: "the model compared with itself") { grade($0, moving: keepParameters) }
        // What is built on it fails for the same reason, though the flags alone would give the same answers.
        expectRejected(onlyBecause: "the model compared with itself") {
            grade(
                $0, moving: keepParameters,
                frozen: { try !$0.parameters.isEmpty && $0.isFrozen && keepParameters($0, $1).isEmpty })
        }
    }

    @Test func stepLeftOutWhereAFlagIsOn() {
        expectRejected(onlyBecause: "step left out") {
            grade($0, frozen: { try !$0.parameters.isEmpty && $0.isFrozen && moved($0, during: $1).isEmpty })
        }
    }

    @Test func stepTakenTwiceForTheProof() {
        expectRejected(onlyBecause: nil) {
            grade(
                $0,
                frozen: { model, step in
                    let first = try moved(model, during: step)
                    let second = try moved(model, during: step)
                    return !model.parameters.isEmpty && model.isFrozen && first.isEmpty && second.isEmpty
                })
        }
    }

    @Test func unmovedTakenForFrozen() {
        expectRejected(onlyBecause: "unmoved taken for frozen") {
            grade($0, frozen: { try !$0.parameters.isEmpty && moved($0, during: $1).isEmpty })
        }
    }

    @Test func sumsComparedIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            grade(
                $0,
                moving: { model, step in
                    let sums = {
                        model.namedParameters.map { $0.element.values.map(Double.init).sorted().reduce(0, +) }
                    }
                    let before = sums()
                    let buffers = model.namedBuffers.map(\.element.value.values)
                    try step()
                    return zip(model.namedParameters, zip(before, sums())).filter { $1.0 != $1.1 }.map(\.0.name)
                        + zip(model.namedBuffers, buffers).filter { $0.element.value.values != $1 }.map(\.0.name)
                })
        }
    }

    @Test func stepTakenTwice() {
        expectRejected(onlyBecause: nil) {
            grade(
                $0,
                moving: { model, step in
                    try step()
                    return try moved(model, during: step)
                })
        }
    }

    @Test func theMethodThatDoesItAll() {
        expectAccepted { grade($0) }
    }

    @Test func moduleByModule() {
        expectAccepted {
            gradeVerifyFrozen(
                learning: { model in
                    let open = Set(model.trainableParameters.map(ObjectIdentifier.init))
                    return model.namedParameters.filter { open.contains(ObjectIdentifier($0.element)) }.map(\.name)
                        .sorted()
                },
                moving: { model, step in
                    let parts = model.namedParameters.map { ($0.name, $0.element as Tensor) }
                    let all = parts + model.namedBuffers.map { ($0.name, $0.element.value) }
                    let copies = all.map { $0.1.clone() }
                    try step()
                    var names: [String] = []
                    for ((name, tensor), copy) in zip(all, copies) {
                        if zip(tensor.values, copy.values).contains(where: { $0 != $1 }) { names.append(name) }
                    }
                    return names.reversed()
                },
                frozen: { model, step in
                    guard !model.parameters.isEmpty else { return false }  // nothing to show, no step needed
                    let check = try model.checkFreeze(during: step)
                    return check.moved.isEmpty && check.trainable.isEmpty
                }, $0)
        }
    }
}

private func flags(_ model: Module) -> [String] {
    model.namedParameters.filter(\.element.requiresGrad).map(\.name)
}

private func moved(_ model: Module, during step: () throws -> Void) throws -> [String] {
    try model.checkFreeze(during: step).moved
}

private func movedParameters(_ model: Module, during step: () throws -> Void) throws -> [String] {
    let names = Set(model.namedParameters.map(\.name))
    return try moved(model, during: step).filter(names.contains)
}

/// Grades right answers, but for those that a test replaces.
private func grade(
    _ grading: Grading, learning: (Module) throws -> [String] = flags,
    moving: (Module, () throws -> Void) throws -> [String] = moved,
    frozen: (Module, () throws -> Void) throws -> Bool = {
        try moved($0, during: $1).isEmpty && !$0.parameters.isEmpty && $0.isFrozen
    }
) {
    gradeVerifyFrozen(learning: learning, moving: moving, frozen: frozen, grading)
}
