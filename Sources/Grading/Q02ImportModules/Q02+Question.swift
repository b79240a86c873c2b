extension Question {
    /// Import the modules.
    public static let q02 = Question(
        number: 2, folder: "Q02ImportModules", title: "Import the modules", chapter: "02-environment.md", points: 6,
        hints: [
            "One import brings everything. Then make the parts in an order in which each finds what it needs: what knows the number of classes, and what needs to know it?",
            "Folder → ImageFolder → DataLoader, which takes the transforms; `dataset.classes.count` → the model's `classes`; `model.parameters` → the optimizer, last of all. The step: batch, logits, loss, backward, step.",
            "`import TrainingCore`; `DataLoader(dataset, transforms: transforms, batchSize: batchSize)`; `ResNet(blocks: [1, 1, 1, 1], classes: dataset.classes.count, width: 8)`; `loss: { crossEntropy($0, $1) }`; `SGD(model.parameters, learningRate: 0.01)`. The first batch is `try toolkit.loader.batches(epoch: 0).next()`; `next()` gives `nil` after the last batch: unwrap it.",
        ],
        misconceptions: [
            Q02.noParameters, Q02.wrongLoss, Q02.softmaxTwice, Q02.transformMissing, Q02.classesDisagree,
        ])
}

enum Q02 {
    static let noParameters = Misconception(
        "optimizer with no parameters",
        "An optimizer changes only the parameters it was given: with none of this model's, it steps and the model stays as it is.",
        rule: .nothingTrainableInOptimizer)
    static let wrongLoss = Misconception(
        "wrong loss for class indices",
        "A class index is a name, not a quantity, and logits count only relative to each other: cross-entropy respects both, a squared or a binary error does not."
    )
    static let softmaxTwice = Misconception(
        "softmax applied twice",
        "Cross-entropy takes logits and applies the softmax itself: give it what the model returns, not probabilities.",
        rule: .probabilitiesInCrossEntropy)
    static let transformMissing = Misconception(
        "transform missing from the dataset",
        "Transforms act only where they are handed over: give them to the loader, or the model sees raw pictures of any size."
    )
    static let classesDisagree = Misconception(
        "model and head disagree on classes",
        "The head must have one output for each class of the dataset; a thousand is ImageNet's number, and the default.",
        rule: .headDoesNotFitClasses)
}
