import RandomNumbers
import TrainingCore

/// Images whose predictions are known, for a confusion matrix.
struct ConfusionCase {
    let model: ScriptedModel
    let loader: DataLoader
    /// `counts[true][predicted]`
    let counts: [[Int]]
    private let labels: [Int]
    private let predictions: [Int]

    /// - Parameters:
    ///   - isComplete: whether every class occurs and is predicted. Otherwise one is never predicted, one never true,
    ///     and one neither.
    init(_ grading: Grading, sampler: Sampler = .sequential, isComplete: Bool = true) {
        var generator = grading.generator()
        let classes = Int.random(in: 4...6, using: &generator)
        let order = generator.permutation(classes)
        let unseen = isComplete ? [] : [order[0], order[1]]
        let unpredicted = isComplete ? [] : [order[1], order[2]]
        let possible = { (without: [Int]) in (0..<classes).filter { !without.contains($0) } }
        var pairs = (0..<Int.random(in: 40...50, using: &generator)).map { _ in
            let label = possible(unseen).randomElement(using: &generator) ?? 0
            let guess = possible(unpredicted).randomElement(using: &generator) ?? 0
            let isRight = generator.uniform() < 0.5 && !unpredicted.contains(label)
            return (label: label, prediction: isRight ? label : guess)
        }
        // Each class at least once; and one confusion more often than its opposite.
        pairs += possible(unseen + unpredicted).map { ($0, $0) }
        if !isComplete { pairs += [(order[2], order[0])] }
        pairs += [(order[2], order[3]), (order[2], order[3]), (order[2], order[3])].filter { _ in isComplete }
        pairs.shuffle(using: &generator)
        labels = pairs.map(\.label)
        predictions = pairs.map(\.prediction)
        counts = Self.counts(labels, predictions, classes)
        model = ScriptedModel(
            classes: classes,
            evaluation: predictions.map { prediction in (0..<classes).map { $0 == prediction ? 3 : 0 } })
        let pictures = ScriptedPictures(classes: (0..<classes).map { "class \($0)" }, labels: labels)
        loader = DataLoader(
            pictures, batchSize: Int.random(in: 7...9, using: &generator), sampler: sampler, seed: generator.next())
    }

    private static func counts(_ labels: [Int], _ predictions: [Int], _ classes: Int) -> [[Int]] {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for (label, prediction) in zip(labels, predictions) { counts[label][prediction] += 1 }
        return counts
    }

    /// Fails unless `found` are the counts; says which mistake would give it.
    func expectCounts(_ found: [[Int]]) throws {
        guard found != counts else { return }
        let size = "\(counts.count) rows of \(counts.count)"
        guard found.count == counts.count, found.allSatisfy({ $0.count == counts.count }) else {
            let lengths = Set(found.map(\.count)).sorted().map(String.init).joined(separator: " or ")
            throw Mistake(
                expected: size, found: "\(found.count) rows of \(lengths.isEmpty ? "0" : lengths)",
                counts.withoutAbsentClasses.contains(found) ? Q26.absentDropped : nil)
        }
        let (row, column) = counts.firstDifference(from: found)
        throw Mistake(
            expected: "counts[\(row)][\(column)] = \(counts[row][column])", found: "\(found[row][column])",
            explanation(of: found))
    }

    private func explanation(of found: [[Int]]) -> Misconception? {
        if found == counts.transposed { return Q26.transposed }
        // As many images of each class, and as many predictions, but other pairs of them: in a shuffling loader the
        // two came from different orders.
        let keepsSums =
            found.map { $0.reduce(0, +) } == counts.map { $0.reduce(0, +) }
            && found.transposed.map { $0.reduce(0, +) } == counts.transposed.map { $0.reduce(0, +) }
        return keepsSums && loader.sampler == .shuffled ? Q26.twoPasses : nil
    }
}

extension [[Int]] {
    /// Rows as columns. The matrix must be square.
    var transposed: [[Int]] { indices.map { column in map { $0[column] } } }

    /// What is left of a square matrix when classes that do not occur lose their rows and columns: those that are
    /// neither true nor predicted, those that are never true, or a row and a column each for its own reason.
    var withoutAbsentClasses: [[[Int]]] {
        let seen = indices.filter { self[$0].contains { $0 > 0 } }
        let predicted = indices.filter { column in contains { $0[column] > 0 } }
        let either = indices.filter { seen.contains($0) || predicted.contains($0) }
        return [(either, either), (seen, seen), (predicted, predicted), (seen, predicted)].map { rows, columns in
            rows.map { row in columns.map { self[row][$0] } }
        }
    }

    /// The first cell that differs in a matrix of the same size.
    func firstDifference(from other: [[Int]]) -> (row: Int, column: Int) {
        for row in indices {
            for column in self[row].indices where self[row][column] != other[row][column] { return (row, column) }
        }
        return (0, 0)
    }

    /// Random counts, of which one row is empty.
    static func random(_ grading: Grading) -> [[Int]] {
        var generator = grading.generator()
        let classes = Int.random(in: 4...6, using: &generator)
        let empty = Int.random(in: 0..<classes, using: &generator)
        return (0..<classes).map { row in
            (0..<classes).map { column in
                let count = Int.random(in: 1...9, using: &generator) + 10 * row + 30 * column
                return row == empty ? 0 : row == column ? 3 * count : count
            }
        }
    }
}
