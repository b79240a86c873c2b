extension Question {
    /// Evaluate on the validation set.
    public static let q24 = Question(
        number: 24, folder: "Q24EvaluateValidation", title: "Evaluate on the validation set",
        chapter: "08-evaluating.md", points: 7,
        hints: [
            "Ask three things. How do the parts of the model behave while you measure? What does each image weigh in the mean? And what does your caller find afterwards, also if you never get to your last line?",
            "A batch's loss is already a mean: multiply it by the size of the batch before you add it up, and divide by the number of images at the end. Mode and gradients are two switches; look at what Module offers in Module+Modes.swift, and at `withoutGradient`.",
            "Build a DataLoader over `images` with `transforms.evaluation`. Inside `try model.evaluating { … }` go through `forEachBatch(epoch: 0)`; for each batch add `batch.count`, the number of rows whose `argmaxOfRows()` is the label, and `Double(crossEntropy(logits, batch.labels).item) * Double(batch.count)`. Divide both sums by the count.",
        ],
        misconceptions: [
            Q24.onlyOne, Q24.asInTraining, Q24.modeNotRestored, Q24.augmentation, Q24.batchesAveraged, Q24.lastLeftOut,
        ])
}

enum Q24 {
    static let onlyOne = Misconception(
        "only one of mode and gradients",
        "`eval()` changes what dropout and batch norm compute, `withoutGradient` keeps the graph from being recorded: neither does the other's work, and a measurement wants both."
    )
    static let asInTraining = Misconception(
        "measured as in training",
        "In training mode dropout drops and batch norm leans on the batch and learns from it: you measure another model than the one you will use, and change it.",
        rule: .trainingModeWhileEvaluating)
    static let modeNotRestored = Misconception(
        "mode not restored",
        "The caller goes on training: give each part the mode that it had, not one mode for all, and with `defer` or a scope such as `evaluating`, so that an error on the way does not skip it."
    )
    static let augmentation = Misconception(
        "augmentation on",
        "Augmentation makes learning harder on purpose, and differently each time: measure on images prepared by the evaluation transforms.",
        rule: .randomTransformInValidation)
    static let lastLeftOut = Misconception(
        "last batch left out",
        "The images that fill no whole batch are validation images too: leave `dropLast` off, and count to `batchCount`.",
        rule: .validationIncomplete)
    static let batchesAveraged = Misconception(
        "batches of unequal size averaged equally",
        "The mean of batch means gives each image of a small last batch more weight than the others: weight each batch by its size, or add up over images."
    )
}
