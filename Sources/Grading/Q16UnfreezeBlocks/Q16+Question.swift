extension Question {
    /// Unfreeze chosen blocks.
    public static let q16 = Question(
        number: 16, folder: "Q16UnfreezeBlocks", title: "Unfreeze chosen blocks", chapter: "06-unfreezing.md",
        points: 7,
        hints: [
            "A name is a path, and its parts end at dots: find modules, not pieces of text. Everybody who is concerned has to hear of the change, and the optimizer is not in the model.",
            "Look up each name, the head's included, among `model.namedModules`, and throw before you change anything if one is not there. Then freeze the whole model and unfreeze the modules you found. For the optimizer, ask the model what may learn now.",
            "`let open = …` with the module whose name `== name` for each of `names + [head]`, then `model.freeze()`, then `unfreeze()` on each of them. The optimizer: `AdamW(model.trainableParameters, learningRate: learningRate)`.",
        ],
        misconceptions: [
            Q16.substringMatch, Q16.headForgotten, Q16.halfBlock, Q16.unknownNameIgnored, Q16.optimizerNotTold,
            Q16.optimizerHoldsEverything, Q16.statisticsDrift, Q16.restLeftOpen, Q16.changedTooSoon, Q16.oldRateKept,
        ])
}

enum Q16 {
    static let substringMatch = Misconception(
        "substring match",
        "`layer1` is also how `layer10` begins and how `encoder.layer1` ends: compare whole paths, or a prefix that ends with a dot."
    )
    static let headForgotten = Misconception(
        "head forgotten",
        "The head is a block like any other: freeze all but the named blocks and you freeze it too, though it has the most to learn.",
        rule: .frozenHead)
    static let halfBlock = Misconception(
        "half a block",
        "A block is everything below its name: weights and biases of every layer, batch norm's scale and shift, and statistics that follow again.",
        rule: .partlyUnfrozenBlock)
    static let unknownNameIgnored = Misconception(
        "unknown name ignored",
        "A name that no module bears is a slip of the pen. If nobody says so, a run goes by in which that block stays frozen."
    )
    static let optimizerNotTold = Misconception(
        "optimizer not told",
        "An optimizer moves the parameters it was given and no others. `requiresGrad` gives the opened blocks gradients, and nobody uses them.",
        rule: .trainableNotInOptimizer)
    static let optimizerHoldsEverything = Misconception(
        "optimizer holds everything",
        "What is frozen stays because it has no gradient, but the optimizer is to hold what learns: ask for `trainableParameters`, not `parameters`."
    )
    static let statisticsDrift = Misconception(
        "statistics of frozen blocks drift",
        "Flags stop gradients only. The running statistics of what stays frozen follow every training batch unless they are frozen as well.",
        rule: .statisticsMoveInFrozenBlock)
    static let restLeftOpen = Misconception(
        "rest left open",
        "Unfreezing some blocks freezes no others: the model may come with everything open, so freeze all of it first."
    )
    static let changedTooSoon = Misconception(
        "changed before all names were looked up",
        "The error came when part of the model had changed already: look up every name first, then freeze and unfreeze."
    )
    static let oldRateKept = Misconception(
        "old rate kept",
        "A group keeps the rate that it was made with: the head's group, too, goes on at the rate asked for."
    )
}
