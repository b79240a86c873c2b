extension Question {
    /// Predictions against the truth.
    public static let q27 = Question(
        number: 27, folder: "Q27PredictionGrid", title: "Predictions against the truth", chapter: "08-evaluating.md",
        points: 6,
        hints: [
            "Undo the steps of the transform in the opposite order, and mind where each number lies: in planes on the one side, red, green, blue in turn on the other. Then keep image, prediction and label of the same place together.",
            "Normalising subtracts and then divides, so going back multiplies and then adds, channel by channel, before the factor 255; clamp before you make a UInt8. For the tiles, go over `0..<batch.count` and use one index for the slice of `batch.values`, the row of the softmax and `batch.labels`.",
            "`UInt8((255 * min(max(x * preset.std[c] + preset.mean[c], 0), 1)).rounded())` goes to `pixels[3 * i + c]`. `let probabilities = model.evaluating { softmax(model(batch.images)) }`, its `argmaxOfRows()` are the predictions; a `PredictionGrid.Tile(image:predicted:actual:probability:)` for each index; `try PredictionGrid(tiles: tiles).write(to: path)`.",
        ],
        misconceptions: [
            Q27.notDenormalized, Q27.channelsSwapped, Q27.wrappedAround, Q27.rolesSwapped, Q27.offByOne,
            Q27.trainingMode, Q27.planesAsPixels, Q27.undoneInOrder, Q27.otherProbability, Q27.cutOff,
        ])
}

enum Q27 {
    static let notDenormalized = Misconception(
        "not denormalised",
        "The numbers of a batch have the mean taken off and are divided by the deviation: multiplied by 255 alone, half of them are negative and come out black."
    )
    static let channelsSwapped = Misconception(
        "channels swapped",
        "The first plane is red and the last is blue, in the batch as in an Image: other libraries keep blue first, these do not."
    )
    static let wrappedAround = Misconception(
        "values out of range wrapped around",
        "256 in eight bits is 0, so the brightest pixels turn black, and `UInt8(256.0)` stops the program: bring a number into 0…255 before you make a UInt8 of it."
    )
    static let planesAsPixels = Misconception(
        "planes read as pixels",
        "The batch has all reds, then all greens, then all blues; an Image has red, green and blue of each pixel in turn: the places differ."
    )
    static let undoneInOrder = Misconception(
        "undone in the order it was done",
        "Normalising took the mean off and then divided: going back multiplies first and adds the mean afterwards."
    )
    static let otherProbability = Misconception(
        "probability of the true class",
        "The caption says how sure the model was of its prediction: take the probability in the prediction's column, not in the label's."
    )
    static let cutOff = Misconception(
        "cut off instead of rounded",
        "A pixel of 149 comes back as 148.99999, and `UInt8` cuts off what is behind the point: round first."
    )
    static let rolesSwapped = Misconception(
        "truth and prediction swapped",
        "`predicted` is what the model says, from its logits; `actual` is the label. Right tiles look the same either way, so look at a wrong one."
    )
    static let offByOne = Misconception(
        "captions off by one",
        "Image, prediction and label of a tile share one index, and classes count from 0: take all three from the same place of the batch."
    )
    static let trainingMode = Misconception(
        "model in training mode",
        "In training mode a prediction depends on dropout and on the other images of the batch: the captions are not what the model will say in use.",
        rule: .trainingModeWhileEvaluating)
}
