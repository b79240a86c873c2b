extension Question {
    /// Configure the optimizer.
    public static let q20 = Question(
        number: 20, folder: "Q20ConfigureOptimizer", title: "Configure the optimizer", chapter: "07-training.md",
        points: 6,
        hints: [
            "Ask of every parameter two things: may it learn, and does it multiply something or is it merely added or a scale? Then ask what your functions should do for a model that is frozen from end to end.",
            "`model.trainableParameters` is the list. A weight of a convolution has four axes, that of a linear layer two; biases and batch norm's parameters have one: `rank` tells. `SGD` and `AdamW` take groups.",
            "Two `filter`s by `rank > 1`, two `ParameterGroup`s, the second without `weightDecay`; `throw` if the list is empty. Then `SGD(groups, momentum: momentum, nesterov: true)` after a `guard momentum > 0`, and `AdamW(groups)`.",
        ],
        misconceptions: [
            Q20.frozenIncluded, Q20.emptyAccepted, Q20.decayOnEverything, Q20.normsDecayed, Q20.l2InAdam,
            Q20.nesterovWithoutMomentum, Q20.nesterovLeftOut, Q20.oneSidedRefused,
        ])
}

enum Q20 {
    static let frozenIncluded = Misconception(
        "frozen parameters included",
        "Hand over `trainableParameters`: a frozen parameter in an optimizer moves as soon as it has a gradient, and begins to learn unasked when somebody opens its block."
    )
    static let emptyAccepted = Misconception(
        "empty list accepted",
        "With nothing to train every step does nothing and the loss stays where it is: say so when the optimizer is made, not after an hour.",
        rule: .nothingTrainableInOptimizer)
    static let oneSidedRefused = Misconception(
        "one empty group refused",
        "A model of which only biases or only weights may learn is a model that learns: refuse it if both groups are empty, not if one is."
    )
    static let decayOnEverything = Misconception(
        "decay on everything",
        "Decay is for the weights of convolutions and linear layers; biases and batch norm's scale and shift go into a group of their own, without."
    )
    static let normsDecayed = Misconception(
        "only the biases go without decay",
        "Batch norm's scale is called `weight` too, but pulling it towards 0 turns channels off: it belongs with the biases."
    )
    static let l2InAdam = Misconception(
        "L2 in Adam taken for decoupled decay",
        "`Adam` adds the decay to the gradient and then divides by the gradient's size, so the decay nearly cancels out; `AdamW` shrinks the weights apart from the step."
    )
    static let nesterovWithoutMomentum = Misconception(
        "Nesterov without momentum",
        "Nesterov's variant looks ahead along the momentum. With momentum 0 there is nothing to look along and it is plain SGD: refuse it, as PyTorch does."
    )
    static let nesterovLeftOut = Misconception(
        "momentum without Nesterov",
        "This is classical momentum, which steps along the buffer alone; Nesterov's variant steps along the gradient plus momentum times the buffer."
    )
}
