extension Question {
    /// Accuracy on the test set.
    public static let q25 = Question(
        number: 25, folder: "Q25TestAccuracy", title: "Accuracy on the test set", chapter: "08-evaluating.md",
        points: 5,

        hints: [
            "Accuracy is one division, made once. Ask what you divide, and when. Then ask of each of your decisions which images it was made on.",
            "Add up two whole numbers over all batches, right predictions and images, and divide at the end, as Doubles. The logits have the shape [images, classes]: the largest number of each row is wanted. For the choice, map the candidates to accuracies on `validation`.",
            "`model.evaluating { … }` around `forEachBatch(epoch: 0)`; in it, `right += zip(model(batch.images).argmaxOfRows(), batch.labels).count { $0 == $1 }` and `count += batch.count`; then `Double(right) / Double(count)`. Choose the index with the largest validation accuracy and only then call `accuracy(of: candidates[chosen], on: test)`.",
        ],
        misconceptions: [
            Q25.integerDivision, Q25.batchesAveraged, Q25.wrongAxis, Q25.trainingMode, Q25.validationReported,
            Q25.chosenOnTest, Q25.anotherOrder,
        ])
}

enum Q25 {
    static let integerDivision = Misconception(
        "integer division",
        "`right / count` of two Ints drops everything behind the point: it is 0 unless every image is right. Make both Doubles before you divide."
    )
    static let batchesAveraged = Misconception(
        "mean of batch accuracies",
        "In a mean of batch accuracies the images of a small last batch count for more than the others: add up right predictions and images, and divide once."
    )
    static let wrongAxis = Misconception(
        "wrong axis of argmax",
        "Logits have a row for each image and a column for each class: the prediction is the place of the largest number in a row, not in a column."
    )
    static let trainingMode = Misconception(
        "measured in training mode",
        "In training mode dropout drops and batch norm leans on the batch: the accuracy is that of another model than the one you will use.",
        rule: .trainingModeWhileEvaluating)
    static let validationReported = Misconception(
        "validation set used for the report",
        "The validation accuracy of the chosen candidate is high partly because it was chosen for it: report a number from images that decided nothing."
    )
    static let anotherOrder = Misconception(
        "labels in another order",
        "A loader may shuffle, and the dataset's labels have the dataset's order: compare predictions with the labels of their own batch."
    )
    static let chosenOnTest = Misconception(
        "test set used to choose",
        "Whatever the test set helps to decide, it can no longer judge: choose on validation, and let the chosen candidate alone meet the test images.",
        rule: .testSetUsedToChoose)
}
