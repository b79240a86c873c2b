import RandomNumbers
import TrainingCore

extension Q21 {
    typealias Train = (
        _ model: Module, _ loader: DataLoader, _ epochs: Int, _ loss: (Tensor, [Int]) throws -> Tensor,
        _ optimizer: Optimizer, _ schedule: (Int) -> Double, _ afterEpoch: (Int) throws -> Void
    ) throws -> [Float]

    /// One small training run that notes what every step does.
    final class Rehearsal {
        /// What was true when the optimizer was about to step.
        struct Step {
            /// The batch that went through the model last.
            let images: [Float]
            let labels: [Int]
            let isTraining: Bool
            let rates: [Float]
            /// Parameter by parameter; empty where there is none.
            let gradients: [[Float]]
            /// What they have to be, and the loss, at the weights of this moment.
            let expected: (gradients: [[Float]], loss: Float)
        }

        let loader: DataLoader
        let epochs: Int
        let peakRates: [Float]
        let factors: [Double]
        private(set) var steps: [Step] = []
        /// How many steps had been taken at each call of `afterEpoch`, and with which number it was called.
        private(set) var epochEnds: [(epoch: Int, steps: Int)] = []
        /// The most losses of earlier batches that were still alive when the next one was computed.
        private(set) var keptLosses = 0
        private(set) var returned: [Float] = []

        private let side = 3
        private let classes = 4
        private let smoothing: Float
        private let model: Sequential
        private let probe = Probe()
        private var labels: [Int] = []
        private var losses: [WeakTensor] = []
        private var mistake: Mistake?

        /// A random model, loader, schedule and rates.
        private init(_ grading: Grading) {
            var generator = grading.generator()
            let batchSize = Int.random(in: 3...4, using: &generator)
            let full = Int.random(in: 3...4, using: &generator)
            let count = full * batchSize + Int.random(in: 1..<batchSize, using: &generator)
            loader = DataLoader(
                RandomPictures(seed: grading.seed(), count: count, side: side, classes: classes),
                transforms: Transforms([], then: [Normalize(mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25])]),
                batchSize: batchSize, sampler: .shuffled, seed: grading.seed(), workers: 0)
            epochs = 3
            peakRates = [generator.uniform(in: 0.01...0.05), generator.uniform(in: 0.06...0.2)]
            factors = (0...epochs * loader.batchCount).map { _ in Double(generator.uniform(in: 0.3...1.5)) }
            smoothing = generator.uniform(in: 0.1...0.3)
            let (features, probe, classes) = (3 * side * side, probe, classes)
            model = withSeed(grading.seed()) {
                Sequential(probe, Flatten(), Linear(features, 5), ReLU(), Linear(5, classes))
            }
        }

        /// Runs the learner's loop and returns what it did.
        static func run(_ train: Train, _ grading: Grading) throws -> Rehearsal {
            let rehearsal = Rehearsal(grading)
            try rehearsal.run(train)
            return rehearsal
        }

        private func run(_ train: Train) throws {
            let optimizer = SGD([
                ParameterGroup(model[2].parameters, learningRate: peakRates[0], name: "body"),
                ParameterGroup(model[4].parameters, learningRate: peakRates[1], name: "head"),
            ])
            optimizer.stepObserver = { [unowned self] in note($0) }
            model.eval()
            returned = try train(model, loader, epochs, loss, optimizer, factor) { epoch in
                self.epochEnds.append((epoch, self.steps.count))
                self.model.eval()
            }
            countLosses()
            if let mistake { throw mistake }
        }

        private func factor(at step: Int) -> Double { factors.indices.contains(step) ? factors[step] : 1 }

        private func loss(_ logits: Tensor, _ labels: [Int]) throws -> Tensor {
            guard logits.shape == [labels.count, classes], labels.allSatisfy((0..<classes).contains) else {
                let new = Mistake(
                    expected: "logits and labels of one batch",
                    found: "logits of shape \(logits.shape), labels \(labels)")
                mistake = mistake ?? new
                throw new
            }
            countLosses()
            self.labels = labels
            let loss = crossEntropy(logits, labels, labelSmoothing: smoothing)
            losses.append(WeakTensor(tensor: loss))
            return loss
        }

        /// The last loss may live until the next one replaces it.
        private func countLosses() {
            keptLosses = max(keptLosses, losses.dropLast().filter { $0.tensor != nil }.count)
        }

        private func note(_ optimizer: Optimizer) {
            guard let images = probe.input, images.shape[0] == labels.count else {
                mistake = mistake ?? Mistake(expected: "a loss of the batch before each step", found: "none")
                return
            }
            steps.append(
                Step(
                    images: images.values, labels: labels, isTraining: probe.wasTraining,
                    rates: optimizer.groups.map(\.learningRate),
                    gradients: model.parameters.map { $0.grad?.values ?? [] }, expected: expected(images)))
        }

        /// Loss and gradients of the last batch at the model's weights, computed with a copy of them.
        private func expected(_ images: Tensor) -> (gradients: [[Float]], loss: Float) {
            let twin = Sequential(Flatten(), Linear(3 * side * side, 5), ReLU(), Linear(5, classes))
            for (parameter, original) in zip(twin.parameters, model.parameters) { parameter.copy(from: original) }
            let loss = crossEntropy(twin(images), labels, labelSmoothing: smoothing)
            loss.backward()
            return (twin.parameters.map { $0.grad?.values ?? [] }, loss.item)
        }
    }
}

/// Passes images on and remembers the last ones.
private final class Probe: Module {
    private(set) var input: Tensor?
    private(set) var wasTraining = false

    override func forward(_ x: Tensor) -> Tensor {
        input = x
        wasTraining = isTraining
        return x
    }
}

/// Does not keep its tensor alive.
private struct WeakTensor {
    weak var tensor: Tensor?
}
