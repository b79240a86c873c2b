import RandomNumbers
import TrainingCore

/// A training step that notes where everything lies.
final class StepRecorder {
    /// What one step was called with.
    struct Step {
        let modelDevice: Device
        let batchDevice: Device
        let optimizer: Optimizer
    }

    let model: PlacedModel
    let batches: [PlacedBatch]
    let learningRate: Float
    /// The model's parameters before anything was moved.
    let original: [Parameter]
    private(set) var steps: [Step] = []
    /// Set when a step was called with something that was not given to the learner.
    private(set) var mistake: Mistake?

    private let startingWeights: [[Float]]
    private let features = 6
    private let classes = 4

    /// A random model, random batches and a random learning rate.
    init(_ grading: Grading) {
        var generator = grading.generator()
        let (features, classes) = (features, classes)
        model = withSeed(generator.next()) { PlacedModel(features: features, classes: classes) }
        original = model.parameters
        startingWeights = original.map(\.values)
        learningRate = generator.uniform(in: 0.05...0.5)
        batches = (0..<Int.random(in: 3...5, using: &generator)).map { _ in
            let count = Int.random(in: 2...4, using: &generator)
            let inputs = Tensor((0..<count * features).map { _ in generator.normal() }, shape: [count, features])
            return PlacedBatch(
                inputs: inputs, labels: (0..<count).map { _ in Int.random(in: 0..<classes, using: &generator) })
        }
    }

    /// One training step, as it is given to the learner.
    func step(_ model: PlacedModel, _ batch: PlacedBatch, _ optimizer: Optimizer) throws {
        guard model === self.model else { throw noted("the model that was given", "another one") }
        guard steps.count < batches.count else { throw noted("\(batches.count) steps", "more of them") }
        let given = batches[steps.count]
        guard
            batch.labels == given.labels && batch.inputs.shape == given.inputs.shape
                && batch.inputs.values == given.inputs.values
        else { throw noted("step \(steps.count) with batch \(steps.count)", "another batch") }
        steps.append(Step(modelDevice: model.device, batchDevice: batch.device, optimizer: optimizer))
        optimizer.zeroGrad()
        let loss = crossEntropy(try model(batch), batch.labels)
        if loss.requiresGrad { loss.backward() }
        optimizer.step()
    }

    /// The weights and the bias after an epoch of plain gradient descent.
    func expectedWeights() -> [[Float]] {
        let twin = Linear(features, classes)
        for (parameter, values) in zip(twin.parameters, startingWeights) {
            parameter.copy(from: Tensor(values, shape: parameter.shape))
        }
        let optimizer = SGD(twin.parameters, learningRate: learningRate)
        for batch in batches {
            optimizer.zeroGrad()
            crossEntropy(twin(batch.inputs), batch.labels).backward()
            optimizer.step()
        }
        return twin.parameters.map(\.values)
    }

    private func noted(_ expected: String, _ found: String) -> Mistake {
        let new = Mistake(expected: expected, found: found)
        if mistake == nil { mistake = new }
        return new
    }
}
