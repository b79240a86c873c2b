extension Question {
    /// Learning rates per group.
    public static let q28 = Question(
        number: 28, folder: "Q28GroupLearningRates", title: "Learning rates per group",
        chapter: "09-hyperparameters.md", points: 6,
        hints: [
            "Three separate things: which rates there are, which parameter gets which, and what a schedule does to all of them. Rates are compared by ratios, not by differences.",
            "Walk through `model.children` once, and begin a new list at each name in `starts`. Remember which parameters you have taken. A schedule gives one factor; every group's own peak is multiplied by it.",
            "Rate i of n is `lowest * pow(highest / lowest, Float(i) / Float(n - 1))`. For each child: a new list if `starts.contains(name)`, then append those of `block.trainableParameters` that a set of `ObjectIdentifier` has not seen. For each group: `optimizer.groups[i].learningRate = peaks[i] * factor`.",
        ],
        misconceptions: [
            Q28.inTwoGroups, Q28.headInBody, Q28.orderReversed, Q28.leftOut, Q28.flattened, Q28.compounded,
            Q28.evenSteps, Q28.singleRate,
        ])
}

enum Q28 {
    static let inTwoGroups = Misconception(
        "a parameter in two groups",
        "A parameter that two groups hold would be moved twice in each step, at two rates; optimizers refuse it. Each belongs to one group: the first that reaches it."
    )
    static let headInBody = Misconception(
        "head in the body's group",
        "The head is new and needs the highest rate. In one group with the body, it either learns too slowly or the body moves too fast.",
        rule: .bodyRateNotBelowHead)
    static let orderReversed = Misconception(
        "order reversed",
        "The earliest blocks hold the most general features and get the lowest rate; the highest is for the head, which knows nothing yet.",
        rule: .bodyRateNotBelowHead)
    static let leftOut = Misconception(
        "parameters left out",
        "A parameter that no group holds never moves, however open it is, and no error says so. Before the first named block there are blocks too.",
        rule: .trainableNotInOptimizer)
    static let flattened = Misconception(
        "schedule flattening the groups",
        "A schedule gives a factor, not a rate: each group's own peak times that factor. One rate for all makes the groups pointless from the first step on.",
        rule: .groupRatesFlattened)
    static let compounded = Misconception(
        "factors multiplied up",
        "The factor belongs to the peak rate. Multiplying the current rate again at every step lets it run away from the schedule."
    )
    static let singleRate = Misconception(
        "a single rate divided by zero",
        "Between one rate and itself there are no steps, and 0 / 0 is not a number: a single rate is the highest, without any division."
    )
    static let evenSteps = Misconception(
        "evenly spaced rates",
        "Rates differ by factors. With equal differences, every group but the first gets a rate of the head's order of magnitude."
    )
}
