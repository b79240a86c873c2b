import Layers
import Tensors

/// The numbers of a model at some moment, to be put back later.
struct ModelState {
    private let values: [Tensor]

    init(of model: Module) { values = model.allTensors.map { $0.clone() } }

    func restore(to model: Module) {
        for (tensor, value) in zip(model.allTensors, values) { tensor.copy(from: value) }
    }
}

extension Module {
    fileprivate var allTensors: [Tensor] { parameters + namedBuffers.map(\.element.value) }
}
