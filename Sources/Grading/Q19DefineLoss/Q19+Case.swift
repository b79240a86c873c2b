import Foundation
import RandomNumbers
import TrainingCore

extension Q19 {
    /// Logits and labels of a batch, what is asked for, and what the loss has to be.
    struct Case {
        let logits: [[Float]]
        let labels: [Int]
        let weights: [Float]?
        let smoothing: Float

        var images: Int { labels.count }
        var classes: Int { logits[0].count }

        /// A leaf with the logits, for the answer to compute with.
        func leaf() -> Tensor { Parameter(Tensor(logits.flatMap { $0 }, shape: [images, classes])) }

        /// The loss as PyTorch defines it.
        var loss: Double { weighted / totalWeight }

        /// Its gradient with respect to the logits, row by row.
        var gradient: [Float] {
            zip(logits, targets).flatMap { logits, targets in
                let mass = targets.reduce(0, +)
                return zip(logProbabilities(logits.map(Double.init)), targets).map { logProbability, target in
                    Float((exp(logProbability) * mass - target) / totalWeight)
                }
            }
        }

        /// What each known mistake would give.
        var suspects: [(misconception: Misconception, loss: Double)] {
            let perImage = Double(images)
            let twice = logits.map { logProbabilities(logProbabilities($0.map(Double.init)).map { exp($0) }) }
            let allColumns = logits.map { -logProbabilities($0.map(Double.init)).reduce(0, +) }
            let amounts = zip(labels, allColumns).map { Double($0) * $1 }.reduce(0, +)
            return [
                (softmaxFirst, crossEntropy(twice, targets) / totalWeight),
                (dividedByCount, weighted / perImage),
                (sumInsteadOfMean, weighted),
                (meanOverEntries, weighted / perImage / Double(classes)),
                (oneHotExpected, amounts / perImage),
                (oneHotExpected, amounts / perImage / Double(classes)),
                (oneHotExpected, amounts),
            ]
                + [
                    (smoothedOthersOnly, othersOnly), (smoothedOthersOnly, withoutOwnShare),
                    (weightOfLabel, weightedByLabel),
                ].map { misconception, targets in
                    (
                        misconception,
                        crossEntropy(logits.map { logProbabilities($0.map(Double.init)) }, targets) / totalWeight
                    )
                }
        }

        /// The sum that the mean divides.
        private var weighted: Double {
            crossEntropy(logits.map { logProbabilities($0.map(Double.init)) }, targets)
        }

        private var totalWeight: Double { labels.map { weight($0) }.reduce(0, +) }

        private var targets: [[Double]] {
            let smoothing = Double(smoothing)
            return targets(right: 1 - smoothing + smoothing / Double(classes), other: smoothing / Double(classes))
        }

        private var othersOnly: [[Double]] {
            let smoothing = Double(smoothing)
            return targets(right: 1 - smoothing, other: smoothing / Double(classes - 1))
        }

        /// The right class has lost ε and does not get its share back.
        private var withoutOwnShare: [[Double]] {
            targets(right: 1 - Double(smoothing), other: Double(smoothing) / Double(classes))
        }

        private var weightedByLabel: [[Double]] {
            let share = Double(smoothing) / Double(classes)
            return labels.map { label in
                (0..<classes).map { (($0 == label ? 1 - Double(smoothing) : 0) + share) * weight(label) }
            }
        }

        private func targets(right: Double, other: Double) -> [[Double]] {
            labels.map { label in (0..<classes).map { ($0 == label ? right : other) * weight($0) } }
        }

        private func weight(_ label: Int) -> Double { Double(weights?[label] ?? 1) }
    }
}

private func crossEntropy(_ logProbabilities: [[Double]], _ targets: [[Double]]) -> Double {
    -zip(logProbabilities, targets).map { zip($0, $1).map(*).reduce(0, +) }.reduce(0, +)
}

private func logProbabilities(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let logarithm = largest + log(logits.map { exp($0 - largest) }.reduce(0, +))
    return logits.map { $0 - logarithm }
}

// MARK: - Random batches

extension Q19.Case {
    /// Batches of ordinary logits, no two of the same shape.
    static func ordinary(_ grading: Grading, weighted: Bool = false, smoothed: Bool = false) -> [Self] {
        var generator = grading.generator()
        return (0..<3).map { i in
            let (images, classes) = (Int.random(in: 4...6, using: &generator) + 3 * i, 4 + i)
            let weights = weighted ? (0..<classes).map { _ in generator.uniform(in: 0.2...3) } : nil
            return Self(
                logits: (0..<images).map { _ in (0..<classes).map { _ in 2 * generator.normal() } },
                labels: (0..<images).map { _ in Int.random(in: 0..<classes, using: &generator) },
                weights: weights, smoothing: smoothed ? generator.uniform(in: 0.1...0.4) : 0)
        }
    }

    /// Batches of a model that is sure of a wrong class: its logit lies `margin` or more above all others, and is
    /// `top` itself.
    static func sureAndWrong(_ grading: Grading, top: ClosedRange<Float>, margin: ClosedRange<Float>) -> [Self] {
        var generator = grading.generator()
        return (0..<2).map { _ in
            let (images, classes) = (Int.random(in: 2...4, using: &generator), Int.random(in: 3...5, using: &generator))
            let labels = (0..<images).map { _ in Int.random(in: 0..<classes, using: &generator) }
            let logits = labels.map { label in
                let favourite = (label + Int.random(in: 1..<classes, using: &generator)) % classes
                let highest = generator.uniform(in: top)
                return (0..<classes).map { $0 == favourite ? highest : highest - generator.uniform(in: margin) }
            }
            return Self(logits: logits, labels: labels, weights: nil, smoothing: 0)
        }
    }
}
