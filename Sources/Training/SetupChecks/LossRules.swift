import Foundation
import Layers
import Tensors

extension SetupCheck {
    /// What the loss makes of logits whose cross-entropy is known.
    static func lossFindings(_ checked: CheckedSetup) -> [SetupFinding] {
        let classes = checked.setup.training?.dataset.classes.count ?? checked.logitCount ?? 0
        guard let loss = checked.setup.loss, classes > 1, checked.logitCount ?? classes == classes else { return [] }
        /// The loss of some rows in which the logit of a wrong class is `height` and all others are 0.
        func value(rows: Int, height: Float) -> Float {
            var logits = [Float](repeating: 0, count: rows * classes)
            for row in 0..<rows { logits[row * classes + (row + 1) % classes] = height }
            return loss(Tensor(logits, shape: [rows, classes]), (0..<rows).map { $0 % classes }).item
        }
        let guess = value(rows: 4, height: 0)
        if abs(guess / value(rows: 2, height: 0) - 2) < 0.01 {
            return [notAveraged("the loss of 4 images is \(guess), that of 2 like them is half of it")]
        }
        // A cross-entropy grows with the logit of a wrong class, without end. Behind another softmax it does not.
        let chance = log(Float(classes))
        guard abs(guess - chance) < 0.01 * chance, value(rows: 4, height: 16) - value(rows: 4, height: 8) < 0.5 else {
            return []
        }
        return [probabilities("a wrong logit of 16 costs no more than one of 8")]
    }

    /// The finding for a sum over the batch.
    static func notAveraged(_ seen: String) -> SetupFinding {
        SetupFinding(.lossNotAveraged, .warning, seen: seen, fix: "let loss = crossEntropy(logits, labels)  // a mean")
    }

    /// The finding for a softmax before the softmax.
    static func probabilities(_ seen: String) -> SetupFinding {
        SetupFinding(
            .probabilitiesInCrossEntropy, .error, seen: seen,
            fix: "let loss = crossEntropy(logits, labels)  // logits, not softmax(logits)")
    }
}

/// The mean cross-entropy of logits `[batch, classes]`, without tensors.
func meanCrossEntropy(_ logits: Tensor, _ labels: [Int]) -> Double {
    let classes = logits.shape[1]
    return logits.withValues { values in
        labels.enumerated().reduce(0) { sum, row in
            let logits = values[row.offset * classes..<(row.offset + 1) * classes]
            return sum + logSum(logits) - Double(logits[row.offset * classes + row.element])
        } / Double(labels.count)
    }
}

/// The same where the logits' softmax is taken for logits.
func meanCrossEntropyOfProbabilities(_ logits: Tensor, _ labels: [Int]) -> Double {
    meanCrossEntropy(withoutGradient { softmax(logits) }, labels)
}

/// Whether each row of logits is made of probabilities: none below 0, and they sum to 1.
func areProbabilities(_ logits: Tensor) -> Bool {
    let classes = logits.shape[1]
    return classes > 1
        && logits.withValues { values in
            (0..<logits.shape[0]).allSatisfy { row in
                let row = values[row * classes..<(row + 1) * classes]
                return row.allSatisfy { $0 >= 0 } && abs(row.reduce(0, +) - 1) < 1e-3
            }
        }
}

/// `log Σ eˣ`, safe for large numbers.
private func logSum(_ numbers: Slice<UnsafeBufferPointer<Float>>) -> Double {
    let highest = Double(numbers.max() ?? 0)
    return highest + log(numbers.reduce(0) { $0 + exp(Double($1) - highest) })
}
