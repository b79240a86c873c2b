extension Question {
    /// Replace the final layer.
    public static let q11 = Question(
        number: 11, folder: "Q11ReplaceFinalLayer", title: "Replace the final layer", chapter: "04-loading.md",
        points: 7,
        hints: [
            "A layer's size is the shape of its weight. You cannot edit it; make a new layer and put it where the old one was. What does the new one have to have in common with the old?",
            "`switch model` with `case let model as ResNet` and so on. The old layer is a `Module`; as a `Linear` it knows its `inFeatures`. In a VGG the `classifier` has seven layers and the last has the index 6.",
            "`if let old = model.fc as? Linear { model.fc = Linear(old.inFeatures, classes) }`, and likewise `model.classifier[6]` and `model.classifier`. In the second function first `try model.load(contentsOfFile: file)`, then replace.",
        ],
        misconceptions: [
            Q11.onlyOutputsEdited, Q11.replacedBeforeLoading, Q11.wrongLayer, Q11.widthGuessed, Q11.bodyChanged,
        ])
}

enum Q11 {
    static let onlyOutputsEdited = Misconception(
        "only the number of outputs edited",
        "The old weight has a row for each old class. Cutting its rows or its outputs down to your number leaves you with somebody else's classes: a new layer needs fresh weights."
    )
    static let replacedBeforeLoading = Misconception(
        "replaced before the weights were loaded",
        "The file has the old classes. Loaded after the swap, it does not fit, or, if the classes happen to be as many, it overwrites your new layer. Load first, replace then."
    )
    static let wrongLayer = Misconception(
        "wrong layer of VGG",
        "VGG's classifier is a chain of seven: linear, ReLU, dropout, twice, and the final layer at index 6. Only that one knows classes; the two before it belong to what was learned."
    )
    static let widthGuessed = Misconception(
        "input width guessed",
        "How many features reach the final layer depends on the architecture and its width. Ask the old layer for its inFeatures."
    )
    static let bodyChanged = Misconception(
        "body weights changed",
        "All that the model has learned is in the layers before the head. Neither their weights nor their batch-norm statistics may change when you swap the head."
    )
}
