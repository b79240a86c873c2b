extension Question {
    /// Verify that they are frozen.
    public static let q14 = Question(
        number: 14, folder: "Q14VerifyFrozen", title: "Verify that they are frozen", chapter: "05-freezing.md",
        points: 5,
        hints: [
            "A flag is a promise, a value is a fact: you need both. And batch norm keeps numbers that have no flag at all.",
            "For the flags, filter `model.namedParameters`. For the facts, copy `values` of every parameter and of every buffer (`namedBuffers`, its `value`) under its name, take the step, copy again and compare.",
            "`let before = numbers(of: model); try step(); let after = numbers(of: model)`, then the names where they differ. Frozen means: `parameters` is not empty, no flag is on, and no name differs.",
        ],
        misconceptions: [
            Q14.onlyFirstLayer, Q14.weightsOnly, Q14.emptyModel, Q14.flagsTrusted, Q14.statisticsIgnored,
            Q14.comparedWithItself, Q14.stepLeftOut, Q14.stillTakenForFrozen,
        ])
}

enum Q14 {
    static let onlyFirstLayer = Misconception(
        "only the first layer looked at",
        "Freezing is decided parameter by parameter: the first layer says nothing about the others, so go through them all."
    )
    static let weightsOnly = Misconception(
        "weights only",
        "A name that ends in `weight` is half the model: biases, and the scale and shift of batch norm, learn too.")
    static let emptyModel = Misconception(
        "an empty model declared frozen",
        "\"All of them are frozen\" is true of none at all. A check that compared nothing has shown nothing.")
    static let flagsTrusted = Misconception(
        "flags trusted without looking at the values",
        "`requiresGrad` only keeps new gradients away. An optimizer that finds an old gradient moves the parameter all the same."
    )
    static let statisticsIgnored = Misconception(
        "batch-norm statistics ignored",
        "Running means and variances are buffers, not parameters: training mode moves them without a gradient, and the model's output with them."
    )
    static let comparedWithItself = Misconception(
        "the model compared with itself",
        "A parameter is an object whose numbers change in place: what you keep must be a copy of the numbers (`values`), not the parameter or a detached tensor."
    )
    static let stepLeftOut = Misconception(
        "step left out",
        "`&&` stops at the first `false`, and a step that stands after it is never taken: take the step first, then combine what you have seen."
    )
    static let stillTakenForFrozen = Misconception(
        "unmoved taken for frozen",
        "A parameter that may learn can stand still for a step, because no optimizer holds it yet. The next optimizer may: ask the flag too."
    )
}
