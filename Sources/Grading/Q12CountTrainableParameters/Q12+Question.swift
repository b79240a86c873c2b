extension Question {
    /// Count trainable parameters.
    public static let q12 = Question(
        number: 12, folder: "Q12CountTrainableParameters", title: "Count trainable parameters",
        chapter: "04-loading.md", points: 4,
        hints: [
            "Parameters are tensors. What counts is how many numbers are in them, and which of them may learn.",
            "`model.parameters` has every parameter once and no buffer. A parameter knows its `count` and whether it has `requiresGrad`.",
            "Filter `model.parameters` by `requiresGrad`, map to `count`, add up. `model.trainableParameters` does the filtering for you.",
        ],
        misconceptions: [
            Q12.tensorsCounted, Q12.buffersCounted, Q12.frozenCounted, Q12.countedAgainInParents,
            Q12.sharedCountedTwice,
        ])
}

enum Q12 {
    static let tensorsCounted = Misconception(
        "tensors counted instead of elements",
        "The length of the list of parameters is the number of tensors. A single tensor may hold millions of numbers: add up their counts."
    )
    static let buffersCounted = Misconception(
        "buffers counted",
        "Running means, variances and counters are saved with the model, but no gradient changes them: they are not parameters."
    )
    static let frozenCounted = Misconception(
        "frozen ones counted",
        "A parameter without requiresGrad belongs to the total, but not to what is trainable.")
    static let countedAgainInParents = Misconception(
        "parameters counted again in parents",
        "`parameters` already includes those of all parts: ask the model once, not every module.")
    static let sharedCountedTwice = Misconception(
        "shared parameters counted twice",
        "Two layers may use one and the same tensor. It learns once and is stored once: tell parameters apart by identity, not by the path that leads to them."
    )
}
