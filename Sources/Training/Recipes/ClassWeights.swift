import Checks
import Foundation

/// How much the images of each class count, where some classes have fewer images than others.
///
/// Two ways to use them, not both at once: in the loss, `crossEntropy(logits, labels, classWeights: weights.values)`, or
/// in the order of an epoch, `sampler: .weighted(weights.ofSamples(labels), count: labels.count)`. With balanced weights
/// the latter is ``Datasets/Sampler/balanced(_:)``.
public struct ClassWeights: Sendable, Equatable {
    /// One number per class. A class without images has 0.
    public let values: [Float]

    /// All classes count the same in sum: `n / (k · n_c)` for `n` images of `k` classes, `n_c` of them of class `c`.
    /// scikit-learn's `balanced`.
    public static func balanced(_ counts: [Int]) -> ClassWeights {
        let (total, classes) = (counts.reduce(0, +), counts.count)
        return ClassWeights(counts) { Double(total) / (Double(classes) * Double($0)) }
    }

    /// By the effective number of images (Cui et al., 2019): `(1 − β) / (1 − β^n_c)`, scaled so that the weights sum to
    /// the number of classes. The more images a class has, the less a further one adds.
    ///
    /// - Parameter beta: 0 weighs all classes the same, near 1 it is as ``balanced(_:)``. The paper tries 0.9 to 0.9999,
    ///   which is what it is if left out.
    public static func effectiveNumber(_ counts: [Int], beta: Double = 0.9999) -> ClassWeights {
        require((0..<1).contains(beta), "ClassWeights: beta must be in 0 ..< 1, not \(beta)")
        let weigh = { (count: Int) in (1 - beta) / (1 - pow(beta, Double(count))) }
        let sum = counts.filter { $0 > 0 }.map(weigh).reduce(0, +)
        return ClassWeights(counts) { weigh($0) * Double(counts.count) / sum }
    }

    /// The weight of each sample: that of its class.
    public func ofSamples(_ labels: [Int]) -> [Double] {
        labels.map { label in
            require(
                values.indices.contains(label), "ClassWeights: label \(label) is not one of \(values.count) classes")
            return Double(values[label])
        }
    }

    private init(_ counts: [Int], _ weigh: (Int) -> Double) {
        require(counts.allSatisfy { $0 >= 0 }, "ClassWeights: counts must not be negative: \(counts)")
        values = counts.map { $0 == 0 ? 0 : Float(weigh($0)) }
    }
}
