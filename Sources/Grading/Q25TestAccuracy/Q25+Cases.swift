import RandomNumbers
import TrainingCore

/// What a right answer and known mistakes make of some images.
struct Accuracies {
    let right: Double
    let truncated: Double
    let truncatedPercent: Double
    /// The mean of the batches' accuracies.
    let ofBatches: Double
    /// For each class, the image with the largest logit, compared with the labels; divided by the number of images.
    let ofColumns: Double
    /// The same, divided by the number of comparisons.
    let ofColumnsAmongPairs: Double
    /// The numbers of a batch read as if each class had a row.
    let ofTransposed: Double
}

extension ScriptedScores {
    var accuracies: Accuracies {
        let batches = stride(from: 0, to: labels.count, by: batchSize).map {
            $0..<min($0 + batchSize, labels.count)
        }
        let count = Double(labels.count)
        let right = hits.reduce(0, +) / count
        var (ofBatches, columns, pairs, transposed) = (0.0, 0, 0, 0)
        for batch in batches {
            ofBatches += hits[batch].reduce(0, +) / Double(batch.count) / Double(batches.count)
            let (rows, labels) = (Array(logits[batch]), Array(labels[batch]))
            let imageOfClass = rows[0].indices.map { column in largest(rows.map { $0[column] }) }
            columns += zip(imageOfClass, labels).count { $0 == $1 }
            pairs += min(imageOfClass.count, labels.count)
            let flat = rows.flatMap { $0 }
            for (i, label) in labels.enumerated() {
                let row = stride(from: i, to: flat.count, by: rows.count).map { flat[$0] }
                transposed += largest(row) == label ? 1 : 0
            }
        }
        return Accuracies(
            right: right, truncated: right.rounded(.down), truncatedPercent: (right * 100).rounded(.down) / 100,
            ofBatches: ofBatches, ofColumns: Double(columns) / count,
            ofColumnsAmongPairs: Double(columns) / Double(pairs), ofTransposed: Double(transposed) / count)
    }
}

/// The place of the largest number.
private func largest(_ values: [Float]) -> Int { values.indices.max { values[$0] < values[$1] } ?? 0 }

/// Candidates of which one is best on validation, another on test, and perhaps a third on both together.
struct Candidates {
    let models: [ScriptedModel]
    let validation: DataLoader
    let test: DataLoader
    /// How many images of each part each candidate gets right.
    let validationHits: [Int]
    let testHits: [Int]

    init(_ grading: Grading) {
        var generator = grading.generator()
        let count = Int.random(in: 3...5, using: &generator)
        let places = generator.permutation(count)
        let (bestOnValidation, bestOnTest) = (places[0], places[1])
        let validationHits = Self.hits(count, best: bestOnValidation, using: &generator)
        let testHits = Self.hits(count, best: bestOnTest, using: &generator)
        let validation = Self.pictures(19, origin: 1, using: &generator)
        let test = Self.pictures(23, origin: 2, using: &generator)
        models = (0..<count).map { index in
            var script: [NumberedImage: [Float]] = [:]
            for (pictures, hits) in [(validation, validationHits[index]), (test, testHits[index])] {
                let order = generator.permutation(pictures.count)
                for (place, image) in order.enumerated() {
                    let label = pictures.label(at: image)
                    var logits = [Float](repeating: 0, count: 3)
                    logits[place < hits ? label : (label + 1) % 3] = 2
                    script[NumberedImage(origin: pictures.origin, index: image)] = logits
                }
            }
            return ScriptedModel(classes: 3, evaluation: script)
        }
        (self.validationHits, self.testHits) = (validationHits, testHits)
        self.validation = DataLoader(validation, batchSize: 8)
        self.test = DataLoader(test, batchSize: 8)
    }

    /// Different numbers of right images, the largest for `best`.
    private static func hits(_ count: Int, best: Int, using generator: inout SeededGenerator) -> [Int] {
        let ranks = generator.permutation(count).filter { $0 != count - 1 }
        var hits = ranks.map { 7 + 2 * $0 }
        hits.insert(7 + 2 * (count - 1), at: best)
        return hits
    }

    private static func pictures(
        _ count: Int, origin: UInt8, using generator: inout SeededGenerator
    ) -> ScriptedPictures {
        let labels = (0..<count).map { _ in Int.random(in: 0..<3, using: &generator) }
        return ScriptedPictures(classes: ["ant", "bee", "wasp"], labels: labels, origin: origin)
    }

    var bestOnValidation: Int { best(onValidation) }
    var bestOnTest: Int { best(onTest) }
    /// The first of those with the most right images in both parts together.
    var bestOnBoth: Int { best(onBoth) }

    func onValidation(_ candidate: Int) -> Double {
        Double(validationHits[candidate]) / Double(validation.dataset.count)
    }

    func onTest(_ candidate: Int) -> Double { Double(testHits[candidate]) / Double(test.dataset.count) }

    /// The accuracy on the images of both parts.
    func onBoth(_ candidate: Int) -> Double {
        Double(validationHits[candidate] + testHits[candidate])
            / Double(validation.dataset.count + test.dataset.count)
    }

    func hasMetTestImages(_ candidate: Int) -> Bool {
        models[candidate].passes.contains { $0.images.contains { $0.origin == 2 } }
    }

    private func best(_ score: (Int) -> Double) -> Int {
        models.indices.max { score($0) < score($1) } ?? 0
    }
}
