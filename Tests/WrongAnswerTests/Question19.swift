import Grading
import Testing
import TrainingCore

@Suite("Q19 wrong and alternative answers")
struct Question19 {
    @Test func softmaxFirst() {
        expectRejected(onlyBecause: "softmax first") {
            gradeDefineLoss({ crossEntropy(softmax($0), $1, classWeights: $2, labelSmoothing: $3) }, $0)
        }
    }

    @Test func sumInsteadOfMean() {
        expectRejected(onlyBecause: "sum instead of mean") {
            gradeDefineLoss({ logits, labels, weights, smoothing in total(logits, labels, weights, smoothing) }, $0)
        }
    }

    @Test func weightedMeanDividedByTheCount() {
        expectRejected(onlyBecause: "weighted mean divided by the count") {
            gradeDefineLoss(
                { logits, labels, weights, smoothing in
                    total(logits, labels, weights, smoothing) / Float(labels.count)
                }, $0)
        }
    }

    @Test func meanOverEveryEntry() {
        expectRejected(onlyBecause: "mean over every entry") {
            gradeDefineLoss(
                { logits, labels, weights, smoothing in
                    total(logits, labels, weights, smoothing) / Float(logits.count)
                }, $0)
        }
    }

    @Test func labelsMultiplied() {
        expectRejected(because: "one-hot expected") {
            gradeDefineLoss(
                { logits, labels, _, _ in
                    let targets = Tensor(labels.map { Float($0) }, shape: [labels.count, 1])
                    return -sum(logSoftmax(logits) * targets) / Float(labels.count)
                }, $0)
        }
        expectRejected(because: "one-hot expected") {
            gradeDefineLoss(
                { logits, labels, _, _ in
                    -mean(logSoftmax(logits) * Tensor(labels.map { Float($0) }, shape: [labels.count, 1]))
                }, $0)
        }
    }

    @Test func smoothingLeavesTheRightClassOut() {
        expectRejected(onlyBecause: "smoothing spread over the other classes only") {
            gradeDefineLoss(
                { logits, labels, weights, smoothing in
                    let classes = logits.shape[1]
                    // ε/(K−1) for the others and none for the right one: as if ε were larger by K/(K−1).
                    let larger = smoothing * Float(classes) / Float(classes - 1)
                    return crossEntropy(logits, labels, classWeights: weights, labelSmoothing: larger)
                }, $0)
        }
    }

    @Test func logarithmOfTheSoftmax() {
        expectRejected(onlyBecause: "log of zero") {
            gradeDefineLoss({ meanLoss(log(softmax($0)), $1, $2, $3) }, $0)
        }
    }

    @Test func epsilonUnderTheLogarithm() {
        for epsilon in [Float(1e-12), 1e-8, 1e-7] {
            expectRejected(onlyBecause: "log of zero") {
                gradeDefineLoss({ meanLoss(log(softmax($0) + epsilon), $1, $2, $3) }, $0)
            }
        }
    }

    @Test func plainNumbers() {
        expectRejected(onlyBecause: "loss cut off from the graph") {
            gradeDefineLoss(
                { Tensor(crossEntropy($0, $1, classWeights: $2, labelSmoothing: $3).item) }, $0)
        }
    }

    @Test func overflowingExponentialsAreNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            gradeDefineLoss(
                { logits, labels, weights, smoothing in
                    meanLoss(logits - log(sum(exp(logits), axes: [1], keepingAxes: true)), labels, weights, smoothing)
                }, $0)
        }
    }

    @Test func theRightClassGetsNoShare() {
        expectRejected(onlyBecause: "smoothing spread over the other classes only") {
            gradeDefineLoss(
                { logits, labels, weights, smoothing in
                    try columns(logits, labels, weights) { isLabel, _, column in
                        (isLabel ? 1 - smoothing : smoothing / Float(logits.shape[1])) * column
                    }
                }, $0)
        }
    }

    @Test func oneWeightForTheWholeRow() {
        expectRejected(onlyBecause: "the label's weight on every column") {
            gradeDefineLoss(
                { logits, labels, weights, smoothing in
                    try columns(logits, labels, weights) { isLabel, label, _ in
                        ((isLabel ? 1 - smoothing : 0) + smoothing / Float(logits.shape[1])) * label
                    }
                }, $0)
        }
    }

    @Test func weightsAndSmoothingIgnored() {
        expectRejected(onlyBecause: nil) {
            gradeDefineLoss({ logits, labels, _, _ in crossEntropy(logits, labels) }, $0)
        }
    }

    @Test func oneLossForEachImage() {
        expectRejected(onlyBecause: nil) {
            gradeDefineLoss(
                { logits, labels, weights, smoothing in
                    -sum(logSoftmax(logits) * targets(logits, labels, weights, smoothing), axes: [1])
                }, $0)
        }
    }

    @Test func goneBackwardAlready() {
        expectRejected(onlyBecause: nil) {
            gradeDefineLoss(
                { logits, labels, weights, smoothing in
                    let loss = crossEntropy(logits, labels, classWeights: weights, labelSmoothing: smoothing)
                    loss.backward()
                    return loss
                }, $0)
        }
    }

    @Test func theCoresOwn() {
        expectAccepted {
            gradeDefineLoss({ crossEntropy($0, $1, classWeights: $2, labelSmoothing: $3) }, $0)
        }
    }

    /// The loss of the labels and the loss of an even target, mixed.
    @Test func twoLossesMixed() {
        expectAccepted {
            gradeDefineLoss(
                { logits, labels, weights, smoothing in
                    let classes = logits.shape[1]
                    let weights = weights ?? [Float](repeating: 1, count: classes)
                    let largest = Tensor(
                        (0..<labels.count).map { row in logits.values[row * classes..<(row + 1) * classes].max() ?? 0 },
                        shape: [labels.count, 1])
                    let shifted = logits - largest
                    let logProbabilities = shifted - log(sum(exp(shifted), axes: [1], keepingAxes: true))
                    let weighted = logProbabilities * Tensor(weights, shape: [1, classes])
                    let right = Tensor(
                        labels.flatMap { label in (0..<classes).map { $0 == label ? 1 : 0 } }, shape: logits.shape)
                    let mixed = sum(weighted * right) * (1 - smoothing) + sum(mean(weighted, axes: [1])) * smoothing
                    return mixed / -labels.map { weights[$0] }.reduce(0, +)
                }, $0)
        }
    }
}

private func targets(_ logits: Tensor, _ labels: [Int], _ weights: [Float]?, _ smoothing: Float) -> Tensor {
    let classes = logits.shape[1]
    return Tensor(
        labels.flatMap { label in
            (0..<classes).map { column in
                ((column == label ? 1 - smoothing : 0) + smoothing / Float(classes)) * (weights?[column] ?? 1)
            }
        }, shape: logits.shape)
}

/// The sum over the batch, from logits.
private func total(_ logits: Tensor, _ labels: [Int], _ weights: [Float]?, _ smoothing: Float) -> Tensor {
    -sum(logSoftmax(logits) * targets(logits, labels, weights, smoothing))
}

/// The right mean, from logarithms of probabilities.
private func meanLoss(_ logProbabilities: Tensor, _ labels: [Int], _ weights: [Float]?, _ smoothing: Float) -> Tensor {
    -sum(logProbabilities * targets(logProbabilities, labels, weights, smoothing))
        / labels.map { weights?[$0] ?? 1 }.reduce(0, +)
}

/// A weighted mean with a target of its own for each column, from the weights of the label and of the column.
private func columns(
    _ logits: Tensor, _ labels: [Int], _ weights: [Float]?,
    _ target: (_ isLabel: Bool, _ label: Float, _ column: Float) -> Float
) throws -> Tensor {
    func weight(_ index: Int) -> Float { weights?[index] ?? 1 }
    let targets = labels.flatMap { label in
        (0..<logits.shape[1]).map { target($0 == label, weight(label), weight($0)) }
    }
    let total = labels.map(weight).reduce(0, +)
    return -sum(logSoftmax(logits) * Tensor(targets, shape: logits.shape)) / total
}
