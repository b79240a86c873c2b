extension Question {
    /// Seed everything.
    public static let q04 = Question(
        number: 4, folder: "Q04SeedEverything", title: "Seed everything", chapter: "02-environment.md", points: 6,
        hints: [
            "For each of the three functions ask when the random numbers are drawn, and where the thing that draws them gets its seed from.",
            "The scope must be open when the model is made and still be open in the training. The loader has a parameter for the seed. The augmentation needs one generator that lives as long as all the batches.",
            "`try withSeed(seed) { try train(try makeModel()) }`; `DataLoader(dataset, transforms: transforms, batchSize: batchSize, sampler: .shuffled, seed: seed)`; `var generator = SeededGenerator(seed: seed)` before the loop over the batches, and `transforms(image, using: &generator)` inside.",
        ],
        misconceptions: [
            Q04.seedingTooLate, Q04.scopeClosed, Q04.reseedingEveryBatch, Q04.orderNotSeeded, Q04.seedIgnored,
        ])
}

enum Q04 {
    static let seedingTooLate = Misconception(
        "seeding after the model is made",
        "The first weights are drawn when the layers are made: a seed that comes later decides about everything but them."
    )
    static let scopeClosed = Misconception(
        "scope closed before the training",
        "A scope ends with its closure: what layers draw in a training outside of it, such as dropout, does not follow the seed."
    )
    static let reseedingEveryBatch = Misconception(
        "reseeding every batch",
        "A generator that starts anew with each batch repeats itself: every batch is cropped and flipped the same way, and most of the augmentation is lost."
    )
    static let orderNotSeeded = Misconception(
        "loader's order not seeded",
        "The loader shuffles by a seed of its own; unless it is given yours, the order of the images does not follow from it."
    )
    static let seedIgnored = Misconception(
        "seed ignored",
        "A seed that is not used does not repeat the run; a constant gives every seed the same one.")
}
