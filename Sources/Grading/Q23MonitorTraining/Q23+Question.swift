extension Question {
    /// Monitor the training.
    public static let q23 = Question(
        number: 23, folder: "Q23MonitorTraining", title: "Monitor the training", chapter: "07-training.md", points: 5,
        hints: [
            "Think of a last batch with a single image in it. How much may it weigh in the mean of the epoch? And when you look at the validation images, in which mode is the model, and in which one must the next epoch begin?",
            "For each epoch start three sums from zero: loss times batch size, right predictions, images. Divide once, at the end. Have a second set of them for validation, inside `model.evaluating`. The chart has two panels with two series each, and every panel wants a title, an xLabel and a yLabel.",
            "`lossSum += Double(loss.item) * Double(batch.count)`, `correct += zip(logits.argmaxOfRows(), batch.labels).filter { $0 == $1 }.count`, `images += batch.count`; the record takes `lossSum / Double(images)` and `Double(correct) / Double(images)`. Draw with `LineChart(panels: [.init(title: \"Loss\", xLabel: \"epoch\", yLabel: \"cross-entropy\", series: [.init(\"training\", perEpoch: records.map(\\.trainingLoss)), …]), …]).write(to: path)`.",
        ],
        misconceptions: [
            Q23.batchMeans, Q23.notReset, Q23.validationInTraining, Q23.lastValue, Q23.emptyAxes,
            Q23.evaluationStays, Q23.measuredAfterwards, Q23.sharesDrawn, Q23.graphRecorded,
        ])
}

enum Q23 {
    static let batchMeans = Misconception(
        "mean of batch means",
        "The last batch is smaller, and in a mean of means its images weigh more than the others: add up loss × batch size, and divide by the number of images."
    )
    static let notReset = Misconception(
        "accumulators not reset",
        "Something of an earlier epoch, or of the training part, is still in the sums: start each part of each epoch from zero."
    )
    static let validationInTraining = Misconception(
        "validation in training mode",
        "In training mode batch norm takes the statistics of the validation batch, and lets it move the running ones: measure inside `model.evaluating`.",
        rule: .trainingModeWhileEvaluating)
    static let evaluationStays = Misconception(
        "evaluation mode stays",
        "After the first validation nobody brought training mode back: measure inside `model.evaluating`, or call `train()` in every epoch.",
        rule: .evaluationModeWhileTraining)
    static let measuredAfterwards = Misconception(
        "training measured after the epoch",
        "The training numbers come from the same outputs as the steps. Measured again afterwards, in evaluation mode, they tell of another model and take a second pass."
    )
    static let graphRecorded = Misconception(
        "validation with gradients",
        "`eval()` does not stop the recording: each validation batch then leaves a graph that nobody walks, and costs memory and time. `model.evaluating` turns both off."
    )
    static let sharesDrawn = Misconception(
        "shares drawn as per cent",
        "A record has accuracies from 0 to 1; the panel shows per cent, so each is drawn times 100."
    )
    static let lastValue = Misconception(
        "last value instead of the mean",
        "The last batch is a handful of images, and its value jumps about: an epoch's number is the mean over all of its images."
    )
    static let emptyAxes = Misconception(
        "empty or unlabelled axes",
        "A chart needs its curves, a title, and a name on each axis: without them nobody can tell what it shows, you in a month included."
    )
}
