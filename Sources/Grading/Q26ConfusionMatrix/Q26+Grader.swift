import TrainingCore

/// Grades Q26: a confusion matrix as counts, as shares and as a picture.
public func gradeConfusionMatrix(
    counts confusionMatrix: (_ model: Module, _ loader: DataLoader) throws -> [[Int]],
    shares rowShares: (_ counts: [[Int]]) throws -> [[Double]],
    draw: (_ counts: [[Int]], _ classNames: [String], _ path: String) throws -> Void, _ grading: Grading
) {
    grading.check("rows are true classes, columns predicted ones") {
        for _ in 0..<2 {
            let data = ConfusionCase(grading)
            try data.expectCounts(try confusionMatrix(data.model, data.loader))
        }
    }
    grading.check("a class that does not occur keeps its row and column", explainingCrash: Q26.absentDropped) {
        for _ in 0..<2 {
            let data = ConfusionCase(grading, isComplete: false)
            try data.expectCounts(try confusionMatrix(data.model, data.loader))
        }
    }
    grading.check("a shuffling loader gives the same counts") {
        for _ in 0..<2 {
            let data = ConfusionCase(grading, sampler: .shuffled)
            try data.expectCounts(try confusionMatrix(data.model, data.loader))
        }
    }
    grading.check("the model is measured in evaluation mode and without a graph, and has its mode back") {
        for isTraining in [true, false] {
            let data = ConfusionCase(grading)
            try data.model.expectMeasured(from: isTraining, trainingMode: Q26.trainingMode) {
                _ = try confusionMatrix(data.model, data.loader)
            }
        }
    }
    grading.check("shares are of the row's sum, and 0 in an empty row") {
        for _ in 0..<2 {
            let counts = [[Int]].random(grading)
            try expectShares(try rowShares(counts), of: counts)
        }
    }
    grading.check("the picture's cells have the colours and numbers of their counts") {
        for _ in 0..<2 {
            let picture = try MatrixPicture(grading, draw)
            try picture.expectSize()
            try picture.expectCells()
        }
    }
    grading.check("the picture names each row and column") {
        for _ in 0..<2 {
            let picture = try MatrixPicture(grading, draw)
            try picture.expectSize()
            try picture.expectNames()
        }
    }
}

private func expectShares(_ found: [[Double]], of counts: [[Int]]) throws {
    try expect(
        found.count == counts.count && found.allSatisfy { $0.count == counts.count },
        expected: "\(counts.count) rows of \(counts.count)", found: "rows of the lengths \(found.map(\.count))")
    let rows = counts.map { $0.reduce(0, +) }
    let columns = counts.transposed.map { $0.reduce(0, +) }
    /// Whether each number is its count over some sum; where that is 0, it may be what `isEmptyShare` says.
    func agree(_ sum: (_ row: Int, _ column: Int) -> Int, _ isEmptyShare: (Double) -> Bool) -> Bool {
        counts.indices.allSatisfy { row in
            counts.indices.allSatisfy { column in
                let (share, sum) = (found[row][column], sum(row, column))
                return sum == 0 ? isEmptyShare(share) : abs(share - Double(counts[row][column]) / Double(sum)) < 1e-5
            }
        }
    }
    if agree({ row, _ in rows[row] }, { $0 == 0 }) { return }
    let ofRow = { (row: Int, column: Int) in
        rows[row] == 0 ? 0 : Double(counts[row][column]) / Double(rows[row])
    }
    let cells = counts.indices.flatMap { row in counts.indices.map { (row, $0) } }
    guard let (row, column) = cells.first(where: { !(abs(found[$0][$1] - ofRow($0, $1)) < 1e-5) }) else { return }
    let isByColumn = agree({ _, column in columns[column] }, { !($0 > 0) })
    let total = rows.reduce(0, +)
    let isWhole = cells.allSatisfy { found[$0][$1] == Double(counts[$0][$1] / max(1, rows[$0])) }
    let misconception: Misconception? =
        isByColumn
        ? Q26.wrongAxis
        : agree({ row, _ in rows[row] }, { $0.isNaN })
            ? Q26.dividedByZero
            : agree({ _, _ in total }, { _ in false }) ? Q26.ofAllImages : isWhole ? Q26.integerDivision : nil
    throw Mistake(
        expected: "\(counts[row][column]) of \(rows[row]) in row \(row): \(ofRow(row, column))",
        found: "\(found[row][column])", misconception)
}
