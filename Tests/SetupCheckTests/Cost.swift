import Foundation
import TrainingCore

/// How long the check takes beside the run that it looks at.
struct Cost {
    let run: String
    let seconds: Double
    let milliseconds: Double

    /// A line of the table.
    var row: String {
        let share = milliseconds / 10 / seconds
        return "| \(run) | " + String(format: "%.2f | %.1f | %.1f %% |", seconds, milliseconds, share)
    }

    /// Short runs of `fit`: three epochs of some hundred small images.
    static func measured() throws -> [Cost] {
        [
            try Cost("small ResNet, everything learns, 400 images, 3 epochs", images: 400, batchSize: 32) { _ in },
            try Cost("small ResNet, the head alone, features kept, 1,197 images, 3 epochs", images: 1197, batchSize: 32)
            {
                try $0.freeze(except: ["fc"])
            },
        ]
    }

    private init(
        _ run: String, images: Int, batchSize: Int, prepare: (ResNet) throws -> Void
    ) throws {
        let data = try KnownDataset.digits.open()
        let exact = small.evaluationTransforms()
        let training = DataLoader(
            Subset(data.train, indices: Array(0..<images)), transforms: exact, batchSize: batchSize, sampler: .shuffled,
            dropLast: true)
        let validation = DataLoader(data.validation, transforms: exact, batchSize: 50)
        func setup() throws -> TrainingSetup {
            let model = try pretrained(classes: 10)
            try prepare(model)
            return TrainingSetup(
                model, optimizer: AdamW(model.parameters, learningRate: 1e-3), training: training,
                validation: validation, epochs: 3)
        }
        self.run = run
        seconds = try best {
            let setup = try setup()
            return try time {
                try fit(
                    setup.model, training: training, validation: validation, optimizer: setup.optimizer!, epochs: 3)
            }
        }
        let steps = 3 * training.batchCount
        milliseconds = try best {
            let setup = try setup()
            setup.model.train()
            var probe: SetupProbe?
            var total = time { probe = SetupProbe(setup) }
            guard let batch = try training.batches(epoch: 0).next() else { return 0 }
            let images = batch.images
            for _ in 0..<steps {
                setup.optimizer?.zeroGrad()
                let logits = setup.model(images)
                let loss = crossEntropy(logits, batch.labels)
                let value = loss.item
                total += time {
                    _ = probe?.beforeBackward(images: images, logits: logits, labels: batch.labels, loss: value)
                }
                loss.backward()
                setup.optimizer?.step()
                total += time { _ = probe?.afterStep() }
            }
            return total * 1000
        }
    }
}

private func time(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (.now - start) / .seconds(1)
}

private func best(_ measure: () throws -> Double) rethrows -> Double {
    try (0..<5).map { _ in try measure() }.min() ?? 0
}
