extension Question {
    /// Inspect the architecture.
    public static let q10 = Question(
        number: 10, folder: "Q10InspectArchitecture", title: "Inspect the architecture", chapter: "04-loading.md",
        points: 7,
        hints: [
            "One list already has every module, in order and with its full name. What it does not know are the shapes, and which parameters belong to a module and which to its parts.",
            "Go through `model.namedModules`. Give each module an `outputObserver` that notes the shape under the module's name, and run a batch of zeros inside `model.evaluating { … }`. A parameter that a module holds itself has a name without a dot.",
            "`module.namedParameters.filter { !$0.name.contains(\".\") }` are a module's own. Sum their `count`, once for all and once for those with `requiresGrad`. The type's name is `\"\\(type(of: module))\"`. Set all observers back to nil.",
        ],
        misconceptions: [
            Q10.childrenOnly, Q10.countedInParents, Q10.orderLost, Q10.buffersCounted, Q10.changedByLooking,
        ])
}

enum Q10 {
    static let childrenOnly = Misconception(
        "children only instead of the whole tree",
        "A model's children are its large blocks. The layers that compute are inside them, several levels down: walk the whole tree."
    )
    static let countedInParents = Misconception(
        "parameters counted twice in parents",
        "`parameters` lists those of a module and of all its parts. If a block's row has them and its layers' rows too, the column adds up to too much."
    )
    static let orderLost = Misconception(
        "order lost",
        "A dictionary or a sorted list forgets how the modules follow each other. The model's own order is what makes the table readable from input to output."
    )
    static let buffersCounted = Misconception(
        "buffers counted",
        "Batch norm's running mean, variance and counter belong to its state but are not learned: they are buffers, not parameters."
    )
    static let changedByLooking = Misconception(
        "the model changed by looking",
        "A batch that goes through in training mode moves batch-norm statistics. Look in evaluation mode, and leave every mode and observer as you found it."
    )
}
