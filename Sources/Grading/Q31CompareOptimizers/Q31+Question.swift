extension Question {
    /// Compare optimizers.
    public static let q31 = Question(
        number: 31, folder: "Q31CompareOptimizers", title: "Compare optimizers", chapter: "09-hyperparameters.md",
        points: 7,
        hints: [
            "Three loops in one another: candidates, each one's own learning rates, seeds. Ask yourself which objects must be new in the innermost one.",
            "In the innermost loop: a model from the seed, an optimizer from `candidate.make` for that model's parameters, training with the same seed. After that loop: one trial with all its accuracies. Keep the models of the best trial so far; the test set is for those, after all loops.",
            "A candidate is `OptimizerCandidate(\"SGD\", learningRates: [0.01, 0.03, 0.1]) { SGD($0, learningRate: $1, momentum: 0.9, nesterov: true) }`. Compare trials by `mean`, with `>`, so that the first of equals stays. The test accuracy is the mean of `experiment.testAccuracy` over the best trial's models.",
        ],
        misconceptions: [
            Q31.oneRate, Q31.weightsReused, Q31.oneSeed, Q31.chosenOnTest, Q31.stateCarriedOver, Q31.luckiestSeed,
        ])
}

enum Q31 {
    static let oneRate = Misconception(
        "one learning rate for all",
        "Adam's steps have about the size of its rate, SGD's that of rate times gradient. A rate that suits one is far off for the other, so each is compared at its own best."
    )
    static let weightsReused = Misconception(
        "weights reused",
        "A model that one optimizer has trained is a head start for the next. Each run begins with a new model from its seed."
    )
    static let oneSeed = Misconception(
        "one seed",
        "Another seed moves the accuracy as much as another optimizer often does. Without several seeds you cannot tell luck from difference."
    )
    static let chosenOnTest = Misconception(
        "chosen on the test set",
        "Of many trials, one does best on the test images by luck. Choose on the validation set, and ask the test set about the chosen trial only.",
        rule: .testSetUsedToChoose)
    static let stateCarriedOver = Misconception(
        "optimizer state carried over",
        "An optimizer remembers: momentum, mean squares, the number of steps. In a second run they come from other weights. Each run needs a new one."
    )
    static let luckiestSeed = Misconception(
        "the luckiest seed chosen",
        "The best single run says most about its luck. Compare means over the seeds."
    )
}
