extension Question {
    /// Batch sizes.
    public static let q29 = Question(
        number: 29, folder: "Q29BatchSizes", title: "Batch sizes", chapter: "09-hyperparameters.md", points: 6,
        hints: [
            "Go through what a run depends on: first weights, order of the images, learning rate, number of steps, what ran before. Which of these must be the same for every size, and which must follow from it?",
            "For each size: a loader with the same seed, a short training of a model that you throw away, then a new model from the seed. Read the clock right before and right after its training. The number of steps follows from the loader's number of batches.",
            "The rate is `baseRate * Float(size) / Float(baseSize)`, the steps are `epochs * loader.batchCount`, the images `epochs * loader.dataset.count`. Warm up with `train(makeModel(seed), loader, rate, 2)`, then train `makeModel(seed)` between two calls of `now()`, and ask for its accuracy after the second.",
        ],
        misconceptions: [
            Q29.modelReused, Q29.noWarmUp, Q29.rateNotScaled, Q29.equalSteps, Q29.orderTied, Q29.measureTimed,
            Q29.integerDivision,
        ])
}

enum Q29 {
    static let integerDivision = Misconception(
        "integer division",
        "`size / baseSize` of two Ints drops what is behind the point, and a size below the base gives a rate of 0: make both Floats before you divide."
    )
    static let modelReused = Misconception(
        "model reused",
        "A model that was trained before, by another size's run or as a warm-up, has a head start. Every measured run begins with a new model from the seed."
    )
    static let noWarmUp = Misconception(
        "no warm-up",
        "The first steps at a batch size pay for choosing kernels and fetching memory. Take a few at that size before you read the clock, or you time the preparation."
    )
    static let rateNotScaled = Misconception(
        "rate not scaled",
        "Twice the batch size means half as many steps, each with a steadier gradient. With the rate unchanged, large batches lose because they get less far, not because they are large."
    )
    static let equalSteps = Misconception(
        "equal epochs taken for equal steps",
        "In one epoch, small batches make many steps and large ones few. With equally many steps for every size, large batches see more images; take the number from each loader."
    )
    static let orderTied = Misconception(
        "data order tied to batch size",
        "The order of the images is luck that belongs to no batch size. The same seed for every loader gives all of them the same luck."
    )
    static let measureTimed = Misconception(
        "more than the training timed",
        "Making a model and measuring its accuracy take time too, and it is the same for every batch size: in the timed part they hide the difference you look for."
    )
}
