import Foundation
import Grading
import Testing
import TrainingCore

@Suite("Q26 wrong and alternative answers")
struct Question26 {
    /// A label finds no row, so a process of its own grades it.
    @Test func absentEndsTheProgram() throws {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("HostileAnswers").path
        let verdict = try Runner(program: program).grade("absent", .exercise, seed: 1)
        #expect(verdict.state == .crashed, "\(verdict)")
        #expect(verdict.misconceptions.map(\.name).last == "absent classes dropped", "\(verdict)")
    }

    @Test func countsTransposed() {
        expectRejected(onlyBecause: "transposed") {
            grade(
                counts: { model, loader in
                    let result = try evaluate(model, on: loader)
                    return matrix(result.predictions, result.labels, loader.dataset.classes.count)
                }, $0)
        }
    }

    @Test func pictureTransposed() {
        expectRejected(onlyBecause: "transposed") {
            grade(
                draw: { counts, names, path in
                    let flipped = counts.indices.map { column in counts.map { $0[column] } }
                    try ConfusionMatrixChart(counts: flipped, classNames: names).write(to: path)
                }, $0)
        }
    }

    @Test func sizeFromTheLabels() {
        expectRejected(onlyBecause: "absent classes dropped") {
            grade(
                counts: { model, loader in
                    let result = try evaluate(model, on: loader)
                    return condensed(result, Set(result.labels), Set(result.labels))
                }, $0)
        }
    }

    @Test func sizeFromLabelsAndPredictions() {
        expectRejected(onlyBecause: "absent classes dropped") {
            grade(
                counts: { model, loader in
                    let result = try evaluate(model, on: loader)
                    let all = Set(result.labels + result.predictions)
                    return condensed(result, all, all)
                }, $0)
        }
    }

    @Test func rowsAndColumnsOfWhatOccurs() {
        expectRejected(onlyBecause: "absent classes dropped") {
            grade(
                counts: { model, loader in
                    let result = try evaluate(model, on: loader)
                    return condensed(result, Set(result.labels), Set(result.predictions))
                }, $0)
        }
    }

    @Test func pictureWithoutEmptyClasses() {
        expectRejected(onlyBecause: "absent classes dropped") {
            grade(
                draw: { counts, names, path in
                    let present = counts.indices.filter { counts[$0].reduce(0, +) > 0 }
                    try ConfusionMatrixChart(
                        counts: present.map { row in present.map { counts[row][$0] } },
                        classNames: present.map { names[$0] }
                    ).write(to: path)
                }, $0)
        }
    }

    @Test func labelsFromTheDataset() {
        expectRejected(onlyBecause: "labels and predictions from two passes") {
            grade(
                counts: { model, loader in
                    let result = try evaluate(model, on: loader)
                    let dataset = loader.dataset
                    return matrix(dataset.labels, result.predictions, dataset.classes.count)
                }, $0)
        }
    }

    @Test func labelsFromTheNextEpoch() {
        expectRejected(onlyBecause: "labels and predictions from two passes") {
            grade(
                counts: { model, loader in
                    let result = try evaluate(model, on: loader)
                    var labels: [Int] = []
                    try loader.forEachBatch(epoch: 1) { labels += $0.labels }
                    return matrix(labels, result.predictions, loader.dataset.classes.count)
                }, $0)
        }
    }

    @Test func sharesOfColumns() {
        expectRejected(onlyBecause: "normalised along the wrong axis") {
            grade(
                shares: { counts in
                    let sums = counts.indices.map { column in counts.map { $0[column] }.reduce(0, +) }
                    return counts.map { row in zip(row, sums).map { $1 == 0 ? 0 : Double($0) / Double($1) } }
                }, $0)
        }
    }

    @Test func emptyRowDividedByZero() {
        expectRejected(onlyBecause: "an empty class divided by zero") {
            grade(
                shares: { counts in
                    counts.map { row in row.map { Double($0) / Double(row.reduce(0, +)) } }
                }, $0)
        }
    }

    @Test func measuredInTrainingMode() {
        expectRejected(onlyBecause: "measured in training mode") {
            grade(
                counts: { model, loader in
                    var (labels, predictions): ([Int], [Int]) = ([], [])
                    try withoutGradient {
                        try loader.forEachBatch(epoch: 0) { batch in
                            labels += batch.labels
                            predictions += model(batch.images).argmaxOfRows()
                        }
                    }
                    return matrix(labels, predictions, loader.dataset.classes.count)
                }, $0)
        }
    }

    @Test func sharesOfAllImages() {
        expectRejected(onlyBecause: "shares of all images") {
            grade(
                shares: { counts in
                    let total = Double(counts.joined().reduce(0, +))
                    return counts.map { $0.map { Double($0) / total } }
                }, $0)
        }
    }

    @Test func dividedAsIntegers() {
        expectRejected(onlyBecause: "integer division") {
            grade(
                shares: { counts in
                    counts.map { row in row.map { Double($0 / max(1, row.reduce(0, +))) } }
                }, $0)
        }
    }

    @Test func lastBatchForgotten() {
        expectRejected(onlyBecause: nil) {
            grade(
                counts: { model, loader in
                    let result = try evaluate(model, on: loader)
                    let last = result.labels.count % loader.batchSize
                    let kept = result.labels.count - (last == 0 ? loader.batchSize : last)
                    return matrix(
                        Array(result.labels.prefix(kept)), Array(result.predictions.prefix(kept)),
                        loader.dataset.classes.count)
                }, $0)
        }
    }

    @Test func namesSorted() {
        expectRejected(onlyBecause: nil) {
            grade(
                draw: { counts, names, path in
                    try ConfusionMatrixChart(counts: counts, classNames: names.sorted(by: >)).write(to: path)
                }, $0)
        }
    }

    @Test func percentDrawnForCounts() {
        expectRejected(onlyBecause: nil) {
            grade(
                draw: { counts, names, path in
                    let percent = counts.map { row in
                        row.map { 100 * $0 / max(1, row.reduce(0, +)) }
                    }
                    try ConfusionMatrixChart(counts: percent, classNames: names).write(to: path)
                }, $0)
        }
    }

    @Test func writtenElsewhere() {
        expectRejected(onlyBecause: nil) {
            grade(
                draw: { counts, names, path in
                    try ConfusionMatrixChart(counts: counts, classNames: names).write(to: path + ".png")
                }, $0)
        }
    }

    @Test func noPicture() {
        expectRejected(onlyBecause: nil) {
            grade(draw: { _, _, path in try Data("confusion".utf8).write(to: URL(fileURLWithPath: path)) }, $0)
        }
    }

    @Test func raggedMatrices() {
        expectRejected(onlyBecause: nil) {
            grade(counts: { _, _ in [[1], [], [1, 2, 3]] }, shares: { _ in [[], [.nan]] }, $0)
        }
    }

    @Test func theTypeThatCounts() {
        expectAccepted { grade($0) }
    }

    /// A flat array of counters, shares by matrix arithmetic, the picture rendered and written separately.
    @Test func anotherWay() {
        expectAccepted {
            grade(
                counts: { model, loader in
                    let classes = loader.dataset.classes.count
                    var cells = [Int](repeating: 0, count: classes * classes)
                    let batches = loader.batches(epoch: 3)
                    while let batch = try batches.next() {
                        let logits = model.evaluating { model(batch.images) }
                        for (row, label) in batch.labels.enumerated() {
                            let scores = logits.values[row * classes..<(row + 1) * classes]
                            let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
                            cells[label * classes + best % classes] += 1
                        }
                    }
                    return stride(from: 0, to: cells.count, by: classes).map { Array(cells[$0..<$0 + classes]) }
                },
                shares: { counts in
                    var shares = counts.map { $0.map(Double.init) }
                    for row in shares.indices {
                        let sum = shares[row].reduce(0, +)
                        for column in shares[row].indices where sum > 0 { shares[row][column] /= sum }
                    }
                    return shares
                },
                draw: { counts, names, path in
                    let picture = ConfusionMatrixChart(counts: counts, classNames: names).render()
                    try picture.writePNG(to: path)
                }, $0)
        }
    }

    /// Grades an answer, right where nothing else is said.
    private func grade(
        counts: (Module, DataLoader) throws -> [[Int]] = { model, loader in
            let result = try evaluate(model, on: loader)
            return matrix(result.labels, result.predictions, loader.dataset.classes.count)
        },
        shares: ([[Int]]) throws -> [[Double]] = { counts in
            counts.map { row in
                row.map { $0 == 0 ? 0 : Double($0) / Double(row.reduce(0, +)) }
            }
        },
        draw: ([[Int]], [String], String) throws -> Void = { counts, names, path in
            try ConfusionMatrixChart(counts: counts, classNames: names).write(to: path)
        }, _ grading: Grading
    ) {
        gradeConfusionMatrix(counts: counts, shares: shares, draw: draw, grading)
    }
}

private func matrix(_ rows: [Int], _ columns: [Int], _ classes: Int) -> [[Int]] {
    ConfusionMatrix(labels: rows, predictions: columns, classes: classes).counts
}

/// The counts of the named rows and columns alone.
private func condensed(_ result: Evaluation, _ rows: Set<Int>, _ columns: Set<Int>) -> [[Int]] {
    let all = matrix(result.labels, result.predictions, 10)
    return rows.sorted().map { row in columns.sorted().map { all[row][$0] } }
}
