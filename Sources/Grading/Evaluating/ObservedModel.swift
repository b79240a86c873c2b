import TrainingCore

/// Notes what the model in it is shown, and how.
final class ObservedModel: Module {
    /// One call of the model.
    struct Pass {
        /// The numbers of each image.
        let images: [[Float]]
        /// The names of the parts in training mode.
        let training: [String]
        /// Whether the logits could go backward.
        let isRecorded: Bool
    }

    let body: Module
    private(set) var passes: [Pass] = []

    init(_ body: Module) { self.body = body }

    override func forward(_ x: Tensor) -> Tensor {
        let logits = body(x)
        let values = x.values
        let length = x.count / max(x.shape.first ?? 1, 1)
        passes.append(
            Pass(
                images: stride(from: 0, to: values.count, by: max(length, 1)).map {
                    Array(values[$0..<min($0 + length, values.count)])
                }, training: partsInTraining, isRecorded: logits.requiresGrad))
        return logits
    }
}

extension Module {
    /// The names of the parts in training mode.
    var partsInTraining: [String] { namedModules.filter(\.element.isTraining).map(\.name) }
}
