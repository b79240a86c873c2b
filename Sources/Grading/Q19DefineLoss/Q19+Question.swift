extension Question {
    /// Define the loss.
    public static let q19 = Question(
        number: 19, folder: "Q19DefineLoss", title: "Define the loss", chapter: "07-training.md", points: 6,
        hints: [
            "The loss is a sum of log-probabilities, each times some number that does not depend on the logits. Which numbers are they, and what is the sum divided by?",
            "`logSoftmax(logits)` has a log-probability for every class of every image. Make a plain array of the same size: 1 in the column that the label names and 0 elsewhere. Label smoothing changes these numbers, class weights multiply them, and the weights of the labels that occur add up to the divisor.",
            "For row and column: `((column == label ? 1 - labelSmoothing : 0) + labelSmoothing / Float(classes)) * weights[column]`. Then `-sum(logSoftmax(logits) * Tensor(targets, shape: logits.shape)) / total`, where `total` is the sum of `weights[label]` over the labels.",
        ],
        misconceptions: [
            Q19.softmaxFirst, Q19.sumInsteadOfMean, Q19.dividedByCount, Q19.meanOverEntries, Q19.oneHotExpected,
            Q19.smoothedOthersOnly, Q19.logOfZero, Q19.cutOff, Q19.weightOfLabel,
        ])
}

enum Q19 {
    static let softmaxFirst = Misconception(
        "softmax first",
        "Cross-entropy does the softmax itself: with probabilities for logits every loss comes out near log K, and the gradient is too weak to learn from.",
        rule: .probabilitiesInCrossEntropy)
    static let sumInsteadOfMean = Misconception(
        "sum instead of mean",
        "A sum grows with the batch, and so does every gradient: divide, so that the learning rate means the same for every batch size.",
        rule: .lossNotAveraged)
    static let dividedByCount = Misconception(
        "weighted mean divided by the count",
        "A weighted mean divides by the sum of the weights, here those of the labels in the batch: an image of weight 3 counts as three images."
    )
    static let meanOverEntries = Misconception(
        "mean over every entry",
        "The matrix of targets has an entry for every class of every image, the mean is over the images: this loss is too small by the number of classes."
    )
    static let oneHotExpected = Misconception(
        "one-hot expected",
        "A label is a class index, the number of a column, and no amount to multiply with: class 4 is not four times as true as class 1."
    )
    static let smoothedOthersOnly = Misconception(
        "smoothing spread over the other classes only",
        "PyTorch spreads ε evenly over all K classes, the right one included, so the right one keeps 1 − ε + ε/K.")
    static let weightOfLabel = Misconception(
        "the label's weight on every column",
        "A class weight belongs to its column: the share that smoothing gives to a wrong class has that class's weight, not the image's."
    )
    static let logOfZero = Misconception(
        "log of zero",
        "A softmax rounds small probabilities to 0, whose logarithm is −∞, and a small number added hides the true loss: `logSoftmax` never forms the probability."
    )
    static let cutOff = Misconception(
        "loss cut off from the graph",
        "`values` and `item` are plain numbers that know nothing of the model: compute with tensors all the way, or nothing can go backward."
    )
}
