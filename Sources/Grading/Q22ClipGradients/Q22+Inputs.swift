import RandomNumbers
import TrainingCore

/// Parameters with gradients, some large, one tiny, one missing, and a limit for their norm.
struct ClippingCase {
    let parameters: [Parameter]
    let gradients: Clipping.Values
    let weights: Clipping.Values
    let limit: Float

    var norm: Float { Clipping.norm(gradients) }

    /// A limit below the largest number of all, so that every way to clip does something, or one above their norm.
    init(_ generator: inout SeededGenerator, isLarge: Bool) {
        let shapes = [[4, 3], [6], [2, 3, 2], [5], [3, 2, 2, 2]].shuffled(using: &generator)
        let peak = generator.uniform(in: 6...9)
        let scales: [Float] = [1, 0.01, 0.5, 0, generator.uniform(in: 0.1...1)]
        var gradients: Clipping.Values = zip(shapes, scales).map { shape, scale in
            scale == 0 ? nil : (0..<shape.reduce(1, *)).map { _ in scale * generator.normal() }
        }
        gradients[0]?[0] = Bool.random(using: &generator) ? peak : -peak
        let order = Array(shapes.indices).shuffled(using: &generator)
        self.gradients = order.map { gradients[$0] }
        parameters = order.map { place in
            let count = shapes[place].reduce(1, *)
            let parameter = Parameter(Tensor((0..<count).map { _ in 3 * generator.normal() }, shape: shapes[place]))
            parameter.grad = gradients[place].map { Tensor($0, shape: shapes[place]) }
            return parameter
        }
        weights = parameters.map(\.values)
        let factor: Float = isLarge ? generator.uniform(in: 0.3...0.6) : generator.uniform(in: 1.5...3)
        limit = factor * (isLarge ? peak : Clipping.norm(gradients))
    }

    /// What the learner's function makes of it.
    func outcome(_ clipGradients: ([Parameter], Float) throws -> Float) throws -> ClippingOutcome {
        let returned = try clipGradients(parameters, limit)
        return ClippingOutcome(
            returned: returned, gradients: parameters.map { $0.grad?.values }, weights: parameters.map(\.values))
    }
}

/// A small network with its first layer frozen and the second one not in the optimizer, a batch, and what its gradients are.
struct ClippingStep {
    let images: Tensor
    let labels: [Int]
    let learningRate: Float
    let limit: Float
    /// The weights before the step.
    let start: Clipping.Values
    /// The gradients of this batch; none where the optimizer does not hold the parameter.
    let gradients: Clipping.Values
    /// The gradients of this batch that the optimizer does not hold.
    let unheld: Clipping.Values
    /// Whether the optimizer holds a parameter.
    let isHeld: [Bool]
    /// Gradients that an earlier step left behind.
    let stale: Clipping.Values
    let loss: Float
    private let seed: UInt64

    init(_ grading: Grading, isLarge: Bool) {
        var generator = grading.generator()
        seed = grading.seed()
        let count = Int.random(in: 4...7, using: &generator)
        images = Tensor((0..<count * 3 * 8 * 8).map { _ in generator.normal() }, shape: [count, 3, 8, 8])
        labels = (0..<count).map { _ in Int.random(in: 0..<3, using: &generator) }
        learningRate = generator.uniform(in: 0.2...0.5)
        let twin = Self.model(seed)
        start = twin.parameters.map(\.values)
        let loss = crossEntropy(twin(images), labels)
        loss.backward()
        self.loss = loss.item
        isHeld = Self.held(twin)
        gradients = zip(twin.parameters, isHeld).map { $1 ? $0.grad?.values : nil }
        unheld = zip(twin.parameters, isHeld).map { $1 ? nil : $0.grad?.values }
        stale = gradients.map { $0.map { $0.map { _ in generator.uniform(in: 0.5...1) } } }
        let largest = gradients.compactMap { $0 }.joined().map(abs).max() ?? 1
        limit =
            isLarge
            ? generator.uniform(in: 0.3...0.6) * largest
            : generator.uniform(in: 2...4) * Clipping.norm(gradients)
    }

    var norm: Float { Clipping.norm(gradients) }

    /// The model as it is before the step, with gradients left behind.
    func model() -> Module {
        let model = Self.model(seed)
        for (parameter, gradient) in zip(model.parameters, stale) {
            parameter.grad = gradient.map { Tensor($0, shape: parameter.shape) }
        }
        return model
    }

    /// Whether the optimizer holds a parameter: all but those of the batch norm, which learn all the same.
    static func held(_ model: Module) -> [Bool] { model.namedParameters.map { !$0.name.hasPrefix("1.") } }

    /// Where plain gradient descent leads from `weights`.
    func weights(_ weights: Clipping.Values, movedAlong gradients: Clipping.Values) -> Clipping.Values {
        zip(weights, gradients).map { weights, gradients in
            guard let weights, let gradients else { return weights }
            return zip(weights, gradients).map { $0 - learningRate * $1 }
        }
    }

    private static func model(_ seed: UInt64) -> Module {
        withSeed(seed) {
            let model = Sequential(
                Conv2d(3, 4, kernel: 3, stride: 2), BatchNorm2d(4), ReLU(), AdaptiveAvgPool2d(2), Flatten(),
                Linear(16, 6), ReLU(), Linear(6, 3))
            model[0].freeze()
            return model
        }
    }
}
