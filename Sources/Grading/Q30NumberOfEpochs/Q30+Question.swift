extension Question {
    /// Number of epochs.
    public static let q30 = Question(
        number: 30, folder: "Q30NumberOfEpochs", title: "Number of epochs", chapter: "09-hyperparameters.md", points: 6,
        hints: [
            "Parameters and buffers are objects whose numbers change in place. What you keep of the best epoch must be numbers of its own. And what one run leaves behind must not reach the next.",
            "`clone()` every parameter and every buffer's `value`. Take a snapshot whenever an accuracy beats all before it, and copy the last snapshot back after the loop. For each count: new model, new optimizer, and a schedule of that many epochs' steps.",
            "Snapshot if `accuracies.allSatisfy { $0 < value }`; restore with `tensor.copy(from: best)` for every name. The schedule is `OneCycle(steps: count * experiment.stepsPerEpoch)`, made inside the loop over the counts, like the model and the optimizer. Compare the runs by `accuracies[bestEpoch]`, and call `testAccuracy` after that loop, with the chosen model.",
        ],
        misconceptions: [
            Q30.keptByReference, Q30.chosenOnTest, Q30.carriedOver, Q30.lastInsteadOfBest, Q30.scheduleUnchanged,
            Q30.statisticsLeft,
        ])
}

enum Q30 {
    static let keptByReference = Misconception(
        "best state kept by reference",
        "Training changes parameters and buffers in place, so whoever keeps the objects, or a `detached()` view of them, has the latest numbers. `clone()` makes numbers of their own."
    )
    static let chosenOnTest = Misconception(
        "chosen on the test set",
        "What is chosen because it did best on some images does better on them than on others. Choose on the validation set, or the test accuracy promises too much.",
        rule: .testSetUsedToChoose)
    static let carriedOver = Misconception(
        "weights carried from run to run",
        "A run that goes on from another's weights has been trained for the epochs of both. Each count needs a new model, and its own optimizer."
    )
    static let lastInsteadOfBest = Misconception(
        "last instead of best",
        "When training ends, the model has the weights of the last epoch, good or not. Copy the best epoch's back, and report that one."
    )
    static let scheduleUnchanged = Misconception(
        "schedule length unchanged",
        "A schedule made for another number of steps has not come down when the run ends, or came down too soon. Its length follows from the run's.",
        rule: .scheduleDoesNotFitRun)
    static let statisticsLeft = Misconception(
        "batch-norm statistics left behind",
        "The best weights with the last epoch's running statistics are a model that never existed. Buffers belong to a snapshot as parameters do."
    )
}
