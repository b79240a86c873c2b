extension Question {
    /// Verify what will be updated.
    public static let q18 = Question(
        number: 18, folder: "Q18VerifyUpdates", title: "Verify what will be updated", chapter: "06-unfreezing.md",
        points: 5,
        hints: [
            "Three columns, three sources: the parameter, the optimizer, and the numbers before and after. None of them can be worked out from the other two, nor from a gradient.",
            "Held means that the optimizer has this very object: compare identities. Moved means that the numbers differ: copy `values` of every parameter before you take the step. The contradictions are five independent conditions.",
            "`let held = Set(optimizer.parameters.map(ObjectIdentifier.init))`, `let before = model.parameters.map(\\.values)`, `try step()`, then a row for each of `zip(model.namedParameters, before)`. And for instance `if row.moved && !row.isHeld { found.insert(.movedButNotHeld) }`.",
        ],
        misconceptions: [
            Q18.flagsOnly, Q18.heldByName, Q18.gradientAbsent, Q18.zeroGradient, Q18.comparedWithItself,
        ])
}

enum Q18 {
    static let flagsOnly = Misconception(
        "flags only",
        "`requiresGrad` says what may learn. Whether the optimizer holds it and whether it moved are other questions: ask the optimizer, and compare the numbers."
    )
    static let heldByName = Misconception(
        "optimizer membership by name",
        "An optimizer holds objects. A group's name is a word for reports, and another layer can have the same shape and numbers: compare identities (`===`)."
    )
    static let gradientAbsent = Misconception(
        "gradient absent mistaken for frozen",
        "A gradient can be missing because the loss does not depend on the parameter or because the loop has forgotten it. Whether it may learn is written in its flag."
    )
    static let zeroGradient = Misconception(
        "a zero gradient reported as moved",
        "That a gradient arrived does not mean that anything changed: it can be zero, or nobody may take a step with it. Nor does a missing one mean rest: some loops forget gradients after the step. Only the numbers tell."
    )
    static let comparedWithItself = Misconception(
        "the model compared with itself",
        "A parameter is an object whose numbers change in place: what you keep must be a copy of the numbers (`values`), not the parameter or a detached tensor."
    )
}
