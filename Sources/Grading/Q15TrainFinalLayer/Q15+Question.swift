extension Question {
    /// Train only the final layer.
    public static let q15 = Question(
        number: 15, folder: "Q15TrainFinalLayer", title: "Train only the final layer", chapter: "05-freezing.md",
        points: 6,
        hints: [
            "Order matters. What is frozen first and replaced afterwards learns; what is replaced first and frozen afterwards does not. And parameters that you collected before a swap belong to the old head.",
            "Freeze the whole model, batch-norm statistics included, then open the head again. Ask the head for its parameters last of all.",
            "`model.freeze()`, `model.fc.unfreeze()`, `return model.fc.parameters`. For a new head put `model.fc = Linear(old.inFeatures, classes)` before these three lines.",
        ],
        misconceptions: [Q15.headFrozenToo, Q15.frozenAfterSwap, Q15.oldHead, Q15.holdsEverything, Q15.bodyInTraining]
    )
}

enum Q15 {
    static let headFrozenToo = Misconception(
        "head frozen too",
        "With everything frozen nothing is left to learn: after freezing the model, open the head again, batch norms in it included.",
        rule: .frozenHead)
    static let frozenAfterSwap = Misconception(
        "frozen after the swap",
        "The new head was in the model already when the model was frozen, so it was frozen with the rest: open it again, or freeze before you replace.",
        rule: .frozenHead)
    static let oldHead = Misconception(
        "optimizer holds the old head",
        "These parameters were collected before the swap. The optimizer moves a layer that no longer is in the model, and the new head never learns: collect them afterwards.",
        rule: .foreignParametersInOptimizer)
    static let holdsEverything = Misconception(
        "optimizer holds everything",
        "Only the missing gradients keep this optimizer from moving the body. Hand it what it is to train, the head, and nothing else."
    )
    static let bodyInTraining = Misconception(
        "body's batch norm in training mode",
        "The loop's `train()` makes the body's batch norms use each batch's statistics and move the running ones. Freeze the statistics: an `eval()` now is undone.",
        rule: .statisticsMoveInFrozenBlock)
}
