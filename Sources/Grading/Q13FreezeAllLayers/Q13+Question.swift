extension Question {
    /// Freeze all layers.
    public static let q13 = Question(
        number: 13, folder: "Q13FreezeAllLayers", title: "Freeze all layers", chapter: "05-freezing.md", points: 4,
        hints: [
            "Three things can move: parameters with a gradient, parameters an optimizer still holds, and numbers that are no parameters at all.",
            "Go through `model.parameters` for the first two. For the third, find every `BatchNorm` among `model.namedModules`; its running mean and variance are buffers.",
            "For each parameter: `requiresGrad = false` and `grad = nil`. For each batch norm: `statisticsAreFrozen = true`. Or find the one method of Module that does all of it.",
        ],
        misconceptions: [
            Q13.statisticsDrift, Q13.someForgotten, Q13.flagOnACopy, Q13.evaluationMode, Q13.staleGradient,
        ])
}

enum Q13 {
    static let statisticsDrift = Misconception(
        "statistics drift",
        "Running means and variances are not learned by gradients: in training mode every batch moves them, frozen weights or not. `eval()` lasts only until the loop calls `train()`.",
        rule: .statisticsMoveInFrozenBlock)
    static let someForgotten = Misconception(
        "biases or batch-norm weights forgotten",
        "Every parameter counts, not only the weights of convolutions and linear layers: biases and batch norm's scale and shift learn too.",
        rule: .partlyUnfrozenBlock)
    static let flagOnACopy = Misconception(
        "flag set on a copy",
        "Every parameter of the model is as it was. A clone or a detached tensor is another one: switch the flag of the model's own."
    )
    static let evaluationMode = Misconception(
        "evaluation mode taken for freezing",
        "`eval()` changes how a model behaves, not what it learns, and the next `train()` undoes it: only `requiresGrad` keeps a gradient away."
    )
    static let staleGradient = Misconception(
        "moved by old momentum or weight decay",
        "An optimizer moves whatever it holds that still has a gradient, even a zero one: the flag is not asked. Set `grad` to nil when you freeze.",
        rule: .frozenParametersMove)
}
