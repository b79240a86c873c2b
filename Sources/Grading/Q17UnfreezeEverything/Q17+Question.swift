extension Question {
    /// Unfreeze everything.
    public static let q17 = Question(
        number: 17, folder: "Q17UnfreezeEverything", title: "Unfreeze everything", chapter: "06-unfreezing.md",
        points: 6,
        hints: [
            "Freezing kept two things still: what gradients move, and what batches move. Undo both, touch no number, and remember who still knows only the head.",
            "One method of Module opens parameters and batch-norm statistics together. Then give an optimizer all of the model's parameters. The rate to lower is `headRate`: what stands in `old` is where its schedule ended.",
            "`model.unfreeze()`, then `return AdamW(model.parameters, learningRate: headRate / 10)`.",
        ],
        misconceptions: [
            Q17.buffersTrainable, Q17.normLeftBehind, Q17.oldOptimizer, Q17.rateNotLowered, Q17.headRebuilt,
            Q17.ratesEndTaken,
        ])
}

enum Q17 {
    static let buffersTrainable = Misconception(
        "buffers made trainable",
        "Running means and variances follow the batches by counting, not by gradients: they are let loose with `statisticsAreFrozen = false`, and no optimizer holds them."
    )
    static let normLeftBehind = Misconception(
        "batch norm left behind",
        "Everything includes batch norm: its scale and shift learn, and its statistics follow the batches, which no parameter's flag brings about."
    )
    static let oldOptimizer = Misconception(
        "optimizer still the old one",
        "This optimizer holds what it was given when only the head learned. The body gets gradients now, and nobody takes a step with them.",
        rule: .trainableNotInOptimizer)
    static let rateNotLowered = Misconception(
        "learning rate not lowered",
        "The rate that suited a new head is too high for weights that are good already: a few steps of that size overwrite them.",
        rule: .bodyRateNotBelowHead)
    static let headRebuilt = Misconception(
        "head rebuilt by accident",
        "The head's weights are not those that were trained. A head with random weights sends large, meaningless gradients into the open body."
    )
    static let ratesEndTaken = Misconception(
        "rate taken from the end of a schedule",
        "A schedule leaves next to nothing in the old optimizer's groups: divide the rate the head began with, and give it to every group, the head's included."
    )
}
