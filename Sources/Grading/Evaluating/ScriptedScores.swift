import Foundation
import TrainingCore

/// Images whose losses are known, with a last batch that is worse than the others.
struct ScriptedScores {
    let images: ScriptedPictures
    let model: ScriptedModel
    let batchSize: Int
    let transforms = (training: Transforms(), evaluation: Transforms())
    /// The row of each image.
    let logits: [[Float]]
    /// The cross-entropy of each image.
    let losses: [Double]
    /// 1 for each image whose largest logit is that of its class, else 0.
    let hits: [Double]

    /// Two with a last batch that is not full, one with full batches, one with a single batch.
    static func all(_ grading: Grading) -> [ScriptedScores] {
        [(2, 2), (3, 1), (2, 0), (0, 3)].map { ScriptedScores(full: $0, rest: $1, grading) }
    }

    private init(full: Int, rest: Int, _ grading: Grading) {
        var generator = grading.generator()
        let batchSize = Int.random(in: 4...6, using: &generator)
        let classes = Int.random(in: 3...5, using: &generator)
        let labels = (0..<full * batchSize + rest).map { _ in Int.random(in: 0..<classes, using: &generator) }
        var (rows, losses, hits): ([[Float]], [Double], [Double]) = ([], [], [])
        for (index, label) in labels.enumerated() {
            let isRight = index == 0 || index < full * batchSize && generator.uniform() < 0.7
            var logits = (0..<classes).map { _ in generator.uniform(in: -1...1) }
            logits[isRight ? label : (label + 1) % classes] = generator.uniform(in: 2...4)
            rows.append(logits)
            losses.append(log(logits.map { exp(Double($0)) }.reduce(0, +)) - Double(logits[label]))
            hits.append(isRight ? 1 : 0)
        }
        images = ScriptedPictures(classes: (0..<classes).map { "class \($0)" }, labels: labels)
        model = ScriptedModel(classes: classes, evaluation: rows)
        self.batchSize = batchSize
        (logits, self.losses, self.hits) = (rows, losses, hits)
    }

    var labels: [Int] { images.labels }
}
