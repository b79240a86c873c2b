extension Question {
    /// Load a pretrained model.
    public static let q09 = Question(
        number: 9, folder: "Q09LoadPretrainedModel", title: "Load a pretrained model", chapter: "04-loading.md",
        points: 6,
        hints: [
            "Three steps: make the network, fill it from the file, put it into the mode in which one predicts. Ask at each step what happens when it goes wrong.",
            "Module has a strict `load(contentsOfFile:)` and a lenient `loadWhatFits(_:)`. Only one of them throws. `eval()` sets the mode. The preset's own numbers make the transform.",
            "`let model = architecture()`, `try model.load(contentsOfFile: file)` (no `try?`), `return model.eval()`. For the transform, `preset.evaluationTransforms()`.",
        ],
        misconceptions: [
            Q09.randomWeights, Q09.missingPassedOver, Q09.wrongArchitecture, Q09.trainingMode, Q09.foreignPreprocessing,
        ])
}

enum Q09 {
    static let randomWeights = Misconception(
        "random weights left in place",
        "A new network predicts noise, and nothing looks wrong until you measure it: if the file was not loaded, say so with an error.",
        rule: .weightsNeverLoaded)
    static let missingPassedOver = Misconception(
        "missing keys passed over",
        "What the file lacks keeps its random start. One random layer in the middle spoils all that comes after it: demand that nothing is missing."
    )
    static let wrongArchitecture = Misconception(
        "wrong architecture's file accepted",
        "Networks of one family share many names, so another one's file fits in part. Arrays left over or of another shape mean that the file is not this model's."
    )
    static let trainingMode = Misconception(
        "left in training mode",
        "A new module is in training mode: dropout drops and batch norm uses the batch's own statistics. Call eval() before you predict."
    )
    static let foreignPreprocessing = Misconception(
        "somebody else's preprocessing",
        "Each set of weights learned from images of one size, resized in one way, with one mean and deviation. With another model's numbers, or none, everything runs, and predicts worse.",
        rule: .normalisedUnlikeWeights)
}
