extension Question {
    /// Batch the data.
    public static let q08 = Question(
        number: 8, folder: "Q08BatchData", title: "Batch the data", chapter: "03-data.md", points: 6,
        hints: [
            "For each of the three loaders ask: does the order matter, may an image be left out, and does anything learn from the batch?",
            "A DataLoader has a `sampler` for the order and `dropLast` for an incomplete last batch; their defaults suit evaluation. Going through epochs is a loop around a loop, and the loader must be told which epoch it is.",
            "Training: `sampler: .shuffled, seed: seed, dropLast: true`; validation and test: neither. Then, for each epoch in 0..<epochs: `let batches = loader.batches(epoch: epoch)`, and `while let batch = try batches.next() { try visit(epoch, batch) }`.",
        ],
        misconceptions: [
            Q08.evaluationShuffled, Q08.trainingInOrder, Q08.evaluationDropped, Q08.oneIterator, Q08.sameOrder,
            Q08.batchOfOne,
        ])
}

enum Q08 {
    static let evaluationShuffled = Misconception(
        "validation shuffled",
        "Evaluation learns nothing from the order, and a shuffled one makes predictions hard to match with images: read validation and test in the dataset's order."
    )
    static let trainingInOrder = Misconception(
        "training not shuffled",
        "Image folders are ordered by class: without shuffling, a batch holds one class alone and each step undoes the one before.",
        rule: .trainingSortedByClass)
    static let evaluationDropped = Misconception(
        "last partial batch dropped in evaluation",
        "A measurement that leaves out the last images is one of other images: evaluation keeps the incomplete batch, which harms nothing there.",
        rule: .validationIncomplete)
    static let oneIterator = Misconception(
        "one iterator for every epoch",
        "An iterator serves one epoch and is used up at its end: ask the loader for the batches of each epoch.")
    static let sameOrder = Misconception(
        "the same order every epoch",
        "Shuffling once is not enough: each epoch draws its order anew, from the seed and its own number, so that no batch comes back."
    )
    static let batchOfOne = Misconception(
        "a final training batch of one image",
        "Batch norm cannot compute a variance from one value per channel: a last training batch of one image stops the run or spoils the statistics. Drop it.",
        rule: .lastBatchOfOne)
}
