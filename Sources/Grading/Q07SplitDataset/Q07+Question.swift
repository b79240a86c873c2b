extension Question {
    /// Split the dataset.
    public static let q07 = Question(
        number: 7, folder: "Q07SplitDataset", title: "Split the dataset", chapter: "03-data.md", points: 6,
        hints: [
            "Separate two things: how long each part is, which needs no randomness, and who is in it, which needs nothing else.",
            "Shuffle all indices once with a generator made from the seed, then cut the shuffled list into pieces of the right lengths; so no index can be in two of them. The validation set is cut from the published training set in the same way.",
            "Lengths: `Int(Double(count) * fraction)` for each; add 1 to the first ones until they sum to `count`. Then `(0..<count).shuffled(using: &generator)`, cut in order. Parts: split `training.count` by `[1 - validationFraction, validationFraction]`, make a `Subset` of each; augmentation goes with the training part alone.",
        ],
        misconceptions: [
            Q07.overlap, Q07.lostRemainder, Q07.unseeded, Q07.augmentationLeak, Q07.validationFromTest,
            Q07.remainderToOne, Q07.notShuffled,
        ])
}

enum Q07 {
    static let overlap = Misconception(
        "overlap",
        "An image that is in two parts is examined by what it was learned from: cut one shuffled list into pieces instead of drawing for each part anew.",
        rule: .sameImagesInTwoParts)
    static let lostRemainder = Misconception(
        "lost remainder",
        "Fractions rounded down do not add up to the count: the images left over must be dealt to the parts, or nobody ever sees them."
    )
    static let unseeded = Misconception(
        "unseeded",
        "The seed alone decides the split: the same seed gives the same parts in every run, another seed gives others; otherwise yesterday's test images are today's training images."
    )
    static let augmentationLeak = Misconception(
        "training augmentation leaking into validation",
        "Random changes make more of few training images; validation and test measure, so they see every image unchanged and the same each time.",
        rule: .randomTransformInValidation)
    static let validationFromTest = Misconception(
        "validation cut from the test set",
        "Validation decides between settings, so its images are used up; cut it from the training set and leave the test set whole and unseen."
    )
    static let remainderToOne = Misconception(
        "remainder given to one part",
        "The images left over are dealt one each, from the first part on, as PyTorch's random_split does; giving all of them to one part makes other lengths."
    )
    static let notShuffled = Misconception(
        "not shuffled",
        "Image folders are ordered by class: a split that keeps the order gives whole classes to one part and none to another."
    )
}
