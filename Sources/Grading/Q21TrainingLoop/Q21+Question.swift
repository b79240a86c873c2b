extension Question {
    /// Write the training loop.
    public static let q21 = Question(
        number: 21, folder: "Q21TrainingLoop", title: "Write the training loop", chapter: "07-training.md", points: 6,
        hints: [
            "A loop around a loop. Write down what happens once, what happens for each epoch and what for each batch; the order of the lines for a batch is most of the answer.",
            "Once: note the rates that the groups came with. For each epoch: `model.train()`, the loader's batches, `afterEpoch`. For each batch: set the rates, forget the old gradients, forward, loss, backward, step, note the loss as a number. Count the steps through all epochs.",
            "Inside `try loader.forEachBatch(epoch: epoch) { batch in … }`: `optimizer.groups[i].learningRate = rates[i] * Float(schedule(step))` for each group, `optimizer.zeroGrad()`, `let batchLoss = try loss(model(batch.images), batch.labels)`, `batchLoss.backward()`, `optimizer.step()`, `losses.append(batchLoss.item)`.",
        ],
        misconceptions: [
            Q21.noZeroGrad, Q21.evaluationMode, Q21.lossKept, Q21.scheduleTooEarly, Q21.wrongRate,
            Q21.factorsCompound, Q21.lastBatchSkipped, Q21.backwardTwice, Q21.clearedTooLate, Q21.sameEpoch,
            Q21.scheduleTooLate,
        ])
}

enum Q21 {
    static let noZeroGrad = Misconception(
        "no zeroGrad",
        "`backward` adds to the gradients that are there, so this step also went along the gradients of earlier batches: forget them before each backward pass.",
        rule: .gradientsNotZeroed)
    static let clearedTooLate = Misconception(
        "gradients cleared before the step",
        "Between `backward` and `step` the gradients are all the optimizer has to go by: forget the old ones before `backward`.",
        rule: .nothingMoves)
    static let sameEpoch = Misconception(
        "the same epoch every time",
        "A loader's epoch has a number, and order and augmentation follow from it: ask for epoch 0, then 1, then 2, or every epoch is like the first."
    )
    static let evaluationMode = Misconception(
        "evaluation mode",
        "Dropout drops nothing and batch norm learns no statistics in evaluation mode: call `train()` at the start of every epoch, since validation may have switched it off.",
        rule: .evaluationModeWhileTraining)
    static let lossKept = Misconception(
        "loss kept with its graph",
        "A loss is the end of a graph, and keeping or adding up losses keeps a graph that grows with every step: keep the number, `item`."
    )
    static let scheduleTooEarly = Misconception(
        "scheduler stepped before the optimizer",
        "The schedule was a step ahead, so its first rate was never used: step with the rate of the step you are at, and count on afterwards."
    )
    static let scheduleTooLate = Misconception(
        "rate set after the step",
        "The schedule's rate for a step has to stand in the groups before that step: set it after, and each step takes the rate of the one before."
    )
    static let wrongRate = Misconception(
        "scheduler at the wrong rate",
        "This schedule counts optimizer steps through the whole training, not epochs, and does not begin anew with each epoch."
    )
    static let factorsCompound = Misconception(
        "factors multiplied with each other",
        "The factor belongs to the rate that the group came with: multiplied into the last rate, the factors of all steps so far pile up."
    )
    static let lastBatchSkipped = Misconception(
        "last batch skipped",
        "What fills no whole batch is still a batch: count to `batchCount`, or ask for the next batch until there is none."
    )
    static let backwardTwice = Misconception(
        "backward twice",
        "Two backward passes for one batch add up to twice its gradient, a step twice as long as the rate says, and through one graph there is no second pass: one forward pass, one backward pass, one step."
    )
}
