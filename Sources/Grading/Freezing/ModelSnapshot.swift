import TrainingCore

/// The numbers of all parameters and buffers of a model at one moment.
struct ModelSnapshot {
    let parameters: [(name: String, values: [Float])]
    let buffers: [(name: String, values: [Float])]

    init(_ model: Module) {
        parameters = model.namedParameters.map { ($0.name, $0.element.values) }
        buffers = model.namedBuffers.map { ($0.name, $0.element.value.values) }
    }

    /// The names of the parameters whose numbers are others in `later`, or that are not there any more.
    func movedParameters(_ later: ModelSnapshot) -> [String] { Self.moved(parameters, later.parameters) }

    /// The names of the buffers whose numbers are others in `later`, or that are not there any more.
    func movedBuffers(_ later: ModelSnapshot) -> [String] { Self.moved(buffers, later.buffers) }

    private static func moved(
        _ before: [(name: String, values: [Float])], _ after: [(name: String, values: [Float])]
    ) -> [String] {
        let values = Dictionary(after.map { ($0.name, $0.values) }) { first, _ in first }
        return before.filter { values[$0.name] != $0.values }.map(\.name)
    }
}
