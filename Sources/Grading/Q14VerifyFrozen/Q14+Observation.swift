import TrainingCore

/// What there was to see in a case, and how an answer saw it.
struct FreezingObservation<Answer> {
    let what: String
    let answer: Answer
    /// How often the answer took the step.
    let steps: Int
    /// The parameters that may learn, those that moved, and the buffers that moved.
    let learning: [String], movedParameters: [String], movedBuffers: [String]
    /// All buffers, moved or not.
    let buffers: [String]
    /// The first parameter, and the parameters and buffers of the first layer.
    let firstParameter: [String], firstLayer: [String]
    /// The weights of convolutions and linear layers.
    let kernels: [String]

    var moved: [String] { movedParameters + movedBuffers }
    var isFrozen: Bool { learning.isEmpty && moved.isEmpty }
}

extension FreezingCase {
    /// Asks for an answer about this case. A step that was not taken is taken afterwards, to see what it moves.
    func observe<Answer>(_ ask: (Module, () throws -> Void) throws -> Answer) throws -> FreezingObservation<Answer> {
        let learning = model.namedParameters.filter(\.element.requiresGrad).map(\.name)
        let kernels = model.namedModules.filter { $0.element is Conv2d || $0.element is Linear }.map(\.name)
        let before = ModelSnapshot(model)
        let names = (before.parameters + before.buffers).map(\.name)
        let firstLayer = model.children[0].name
        var steps = 0
        let answer = try ask(model) {
            steps += 1
            try step()
        }
        if steps == 0 { try step() }
        let after = ModelSnapshot(model)
        return FreezingObservation(
            what: what, answer: answer, steps: steps, learning: learning,
            movedParameters: before.movedParameters(after), movedBuffers: before.movedBuffers(after),
            buffers: before.buffers.map(\.name), firstParameter: [names[0]],
            firstLayer: names.filter { $0.hasPrefix("\(firstLayer).") },
            kernels: kernels.map { "\($0).weight" })
    }
}
