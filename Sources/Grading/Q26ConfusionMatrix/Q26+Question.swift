extension Question {
    /// Confusion matrix.
    public static let q26 = Question(
        number: 26, folder: "Q26ConfusionMatrix", title: "Confusion matrix", chapter: "08-evaluating.md", points: 7,
        hints: [
            "Each image adds one to one cell. Which number picks the row, which the column, and where do you get the two for the same image?",
            "A batch brings its own labels, whatever the order of the loader: predict and count batch by batch. Make the square of zeros first, as large as `loader.dataset.classes`. For the shares, go row by row, and mind a row whose sum is 0.",
            "In `model.evaluating { … }` and `forEachBatch(epoch: 0)`: `for (label, prediction) in zip(batch.labels, model(batch.images).argmaxOfRows()) { counts[label][prediction] += 1 }`. Shares: `Double(count) / Double(row.reduce(0, +))`, or 0. Picture: `try ConfusionMatrixChart(counts: counts, classNames: classNames).write(to: path)`.",
        ],
        misconceptions: [
            Q26.transposed, Q26.absentDropped, Q26.wrongAxis, Q26.dividedByZero, Q26.twoPasses, Q26.trainingMode,
            Q26.integerDivision, Q26.ofAllImages,
        ])
}

enum Q26 {
    static let transposed = Misconception(
        "transposed",
        "Rows are true classes, columns are predicted ones: `counts[label][prediction]`. The other way round recall and precision change places."
    )
    static let absentDropped = Misconception(
        "absent classes dropped",
        "The size comes from the dataset's classes, not from those that happen to occur: otherwise all rows after a missing one stand for another class."
    )
    static let wrongAxis = Misconception(
        "normalised along the wrong axis",
        "Divided by its row's sum, a cell is a share of the true class, and the diagonal is recall; divided by its column's sum, it is a share of the predictions, and the diagonal is precision."
    )
    static let dividedByZero = Misconception(
        "an empty class divided by zero",
        "A class without images has a row that sums to 0, and 0 / 0 is not a number: say what its shares are before you divide."
    )
    static let integerDivision = Misconception(
        "integer division",
        "`count / sum` of two Ints drops everything behind the point, and a share below 1 is 0: make both Doubles before you divide."
    )
    static let ofAllImages = Misconception(
        "shares of all images",
        "A share of the row says what became of one class: divide each row by its own sum, not by the number of all images."
    )
    static let twoPasses = Misconception(
        "labels and predictions from two passes",
        "A shuffling loader gives another order in each epoch, and the dataset has yet another: take the labels from the batch that you predict."
    )
    static let trainingMode = Misconception(
        "measured in training mode",
        "In training mode dropout drops and batch norm leans on the batch: the matrix is that of another model than the one you will use.",
        rule: .trainingModeWhileEvaluating)
}
