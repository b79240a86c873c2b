import Grading
import Testing
import TrainingCore

@Suite("Q25 wrong and alternative answers")
struct Question25 {
    @Test func integerDivision() {
        expectRejected(because: "integer division") {
            grade(accuracy: { batches in Double(batches.right / batches.images) }, $0)
        }
    }

    @Test func wholePercent() {
        expectRejected(because: "integer division") {
            grade(accuracy: { batches in Double(100 * batches.right / batches.images) / 100 }, $0)
        }
    }

    @Test func meanOfBatchAccuracies() {
        expectRejected(because: "mean of batch accuracies", not: ["integer division"]) {
            grade(
                accuracy: { batches in
                    let each = batches.map { Double($0.predictions.matches($0.labels)) / Double($0.labels.count) }
                    return each.reduce(0, +) / Double(each.count)
                }, $0)
        }
    }

    @Test func largestOfEachColumn() {
        expectRejected(because: "wrong axis of argmax") { grading in
            grade(
                predict: { logits in
                    let (rows, columns) = (logits.shape[0], logits.shape[1])
                    let values = logits.values
                    return (0..<columns).map { column in
                        (0..<rows).max { values[$0 * columns + column] < values[$1 * columns + column] } ?? 0
                    }
                }, grading)
        }
    }

    @Test func rowsAndColumnsMixedUp() {
        expectRejected(because: "wrong axis of argmax") { grading in
            grade(
                predict: { logits in
                    let (rows, columns) = (logits.shape[0], logits.shape[1])
                    let values = logits.values
                    return (0..<rows).map { row in
                        (0..<columns).max { values[$0 * rows + row] < values[$1 * rows + row] } ?? 0
                    }
                }, grading)
        }
    }

    @Test func measuredInTrainingMode() {
        expectRejected(onlyBecause: "measured in training mode") {
            grade(scope: { _, body in try withoutGradient { try body() } }, $0)
        }
    }

    @Test func validationAccuracyReported() {
        expectRejected(because: "validation set used for the report") {
            grade(
                choose: { models, validation, _ in
                    let scores = try models.map { try share($0, validation) }
                    let best = scores.firstIndex(of: scores.max() ?? 0) ?? 0
                    return (best, scores[best])
                }, $0)
        }
    }

    @Test func measuredOnBothTogether() {
        expectRejected(onlyBecause: "validation set used for the report") {
            grade(
                choose: { models, validation, test in
                    let best = try best(of: models, on: validation)
                    let parts = try [validation, test].map { loader in
                        (count: Double(loader.dataset.count), share: try share(models[best], loader))
                    }
                    let right = parts.map { $0.count * $0.share }.reduce(0, +)
                    return (best, right / parts.map(\.count).reduce(0, +))
                }, $0)
        }
    }

    @Test func chosenOnTest() {
        expectRejected(onlyBecause: "test set used to choose") {
            grade(
                choose: { models, _, test in
                    let best = try best(of: models, on: test)
                    return (best, try share(models[best], test))
                }, $0)
        }
    }

    @Test func setsSwapped() {
        expectRejected(
            because: "test set used to choose", not: ["integer division", "mean of batch accuracies"]
        ) {
            grade(
                choose: { models, validation, test in
                    let best = try best(of: models, on: test)
                    return (best, try share(models[best], validation))
                }, $0)
        }
    }

    @Test func everyCandidateTested() {
        expectRejected(onlyBecause: "test set used to choose") {
            grade(
                choose: { models, validation, test in
                    let tested = try models.map { try share($0, test) }
                    let best = try best(of: models, on: validation)
                    return (best, tested[best])
                }, $0)
        }
    }

    @Test func bestOfBothSets() {
        expectRejected(because: "test set used to choose") {
            grade(
                choose: { models, validation, test in
                    let sums = try models.map { model in
                        try share(model, validation) * Double(validation.dataset.count)
                            + share(model, test) * Double(test.dataset.count)
                    }
                    let best = sums.indices.max { sums[$0] < sums[$1] } ?? 0
                    return (best, try share(models[best], test))
                }, $0)
        }
    }

    @Test func worstCandidateIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            grade(
                choose: { models, validation, test in
                    let scores = try models.map { try share($0, validation) }
                    let worst = scores.firstIndex(of: scores.min() ?? 0) ?? 0
                    return (worst, try share(models[worst], test))
                }, $0)
        }
    }

    @Test func labelsOfTheDataset() {
        expectRejected(onlyBecause: "labels in another order") {
            gradeTestAccuracy(
                { model, loader in
                    var predictions: [Int] = []
                    try model.evaluating {
                        try loader.forEachBatch(epoch: 0) { predictions += model($0.images).argmaxOfRows() }
                    }
                    return Double(predictions.matches(loader.dataset.labels)) / Double(predictions.count)
                },
                { models, validation, test in
                    let chosen = try best(of: models, on: validation)
                    return (chosen, try share(models[chosen], test))
                }, $0)
        }
    }

    @Test func percentIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            grade(accuracy: { 100 * Double($0.right) / Double($0.images) }, $0)
        }
    }

    @Test func graphRecorded() {
        expectRejected(onlyBecause: nil) {
            grade(
                scope: { model, body in
                    try model.restoringModes {
                        model.eval()
                        try body()
                    }
                }, $0)
        }
    }

    @Test func noSuchCandidate() {
        expectRejected(onlyBecause: nil) { grade(choose: { _, _, _ in (-7, .nan) }, $0) }
    }

    @Test func theFunctionThatMeasures() {
        expectAccepted { grade($0) }
    }

    /// From a confusion matrix; the choice made by going through the candidates.
    @Test func fromAConfusionMatrix() {
        expectAccepted {
            gradeTestAccuracy(
                accuracyOfMatrix,
                { models, validation, test in
                    var best = (index: 0, accuracy: -1.0)
                    for (index, model) in models.enumerated() {
                        let accuracy = try accuracyOfMatrix(model, validation)
                        if accuracy > best.accuracy { best = (index, accuracy) }
                    }
                    return (best.index, try accuracyOfMatrix(models[best.index], test))
                }, $0)
        }
    }

    typealias Batch = (predictions: [Int], labels: [Int])
    typealias Choose = ([Module], DataLoader, DataLoader) throws -> (Int, Double)

    /// Grades an answer part by part, right where nothing else is said.
    private func grade(
        scope: @escaping (_ model: Module, _ body: () throws -> Void) throws -> Void = { model, body in
            try model.evaluating { try body() }
        },
        predict: @escaping (Tensor) -> [Int] = { $0.argmaxOfRows() },
        accuracy: @escaping ([Batch]) -> Double = { Double($0.right) / Double($0.images) }, choose: Choose? = nil,
        _ grading: Grading
    ) {
        func measure(_ model: Module, _ loader: DataLoader) throws -> Double {
            var batches: [Batch] = []
            try scope(model) {
                try loader.forEachBatch(epoch: 0) { batches.append((predict(model(($0.images))), $0.labels)) }
            }
            return accuracy(batches)
        }
        gradeTestAccuracy(
            measure,
            choose ?? { models, validation, test in
                let scores = try models.map { try measure($0, validation) }
                let best = scores.firstIndex(of: scores.max() ?? 0) ?? 0
                return (best, try measure(models[best], test))
            }, grading)
    }
}

private func share(_ model: Module, _ loader: DataLoader) throws -> Double { try evaluate(model, on: loader).accuracy }

private func best(of models: [Module], on loader: DataLoader) throws -> Int {
    let scores = try models.map { try share($0, loader) }
    return scores.firstIndex(of: scores.max() ?? 0) ?? 0
}

private func accuracyOfMatrix(_ model: Module, _ loader: DataLoader) throws -> Double {
    let result = try evaluate(model, on: loader)
    return ConfusionMatrix(
        labels: result.labels, predictions: result.predictions, classes: loader.dataset.classes.count
    ).accuracy
}

extension [Question25.Batch] {
    fileprivate var right: Int { map { $0.predictions.matches($0.labels) }.reduce(0, +) }
    fileprivate var images: Int { map(\.labels.count).reduce(0, +) }
}

extension [Int] {
    fileprivate func matches(_ labels: [Int]) -> Int { zip(self, labels).count { $0 == $1 } }
}
