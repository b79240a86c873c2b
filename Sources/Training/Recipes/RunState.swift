import Layers
import Optimizers
import RandomNumbers
import Tensors

/// All that training steps change in a model and an optimizer.
struct RunState {
    private let numbers: ModelState
    private let gradients: [Tensor?]
    private let generators: [SeededGenerator]
    private let memory: [Optimizer.Remembered: [String: Tensor]]
    private let rates: [Float]

    init(_ model: Module, _ optimizer: Optimizer) {
        numbers = ModelState(of: model)
        gradients = model.parameters.map { $0.grad?.clone() }
        generators = model.drawingModules.map(\.generator)
        memory = optimizer.memory.mapValues { $0.mapValues { $0.clone() } }
        rates = optimizer.groups.map(\.learningRate)
    }

    func restore(_ model: Module, _ optimizer: Optimizer) {
        numbers.restore(to: model)
        for (parameter, gradient) in zip(model.parameters, gradients) { parameter.grad = gradient }
        for (module, generator) in zip(model.drawingModules, generators) { module.generator = generator }
        optimizer.memory = memory
        for (index, rate) in rates.enumerated() { optimizer.groups[index].learningRate = rate }
    }
}
