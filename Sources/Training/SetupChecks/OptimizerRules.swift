import Layers
import Optimizers
import Tensors

extension SetupCheck {
    /// What the optimizer holds, and what it should.
    static func optimizerFindings(_ checked: CheckedSetup) -> [SetupFinding] {
        guard let optimizer = checked.setup.optimizer else { return [] }
        let trainable = checked.parameters.filter(\.element.requiresGrad)
        let missing = trainable.filter { !checked.isHeld($0.element) }.map(\.name)
        let own = Set(checked.parameters.map { ObjectIdentifier($0.element) })
        let foreign = optimizer.parameters.count { !own.contains(ObjectIdentifier($0)) }
        let remake =
            "let optimizer = \(type(of: optimizer))(model.trainableParameters, learningRate: \(highestRate(optimizer)))"

        if foreign > 0 && !missing.isEmpty {
            return [
                SetupFinding(
                    .foreignParametersInOptimizer, .error,
                    seen:
                        "\(foreign) of the optimizer's \(optimizer.parameters.count) parameters are not in the model, "
                        + "and it does not hold \(listed(missing)), which may learn",
                    fix: remake + "  // after the head is replaced")
            ]
        }
        if trainable.count == missing.count {
            let (seen, fix) =
                trainable.isEmpty
                ? ("all \(checked.parameters.count) parameters of the model are frozen", unfreezing(checked.head))
                : (
                    "the optimizer holds \(optimizer.parameters.count) parameters, all of them frozen, and does not hold "
                        + "\(listed(missing)), which may learn", remake
                )
            return [SetupFinding(.nothingTrainableInOptimizer, .error, seen: seen, fix: fix)]
        }
        guard !missing.isEmpty else { return [] }
        return [
            SetupFinding(
                .trainableNotInOptimizer, .error,
                seen:
                    "\(listed(missing)) may learn, but the optimizer does not hold \(missing.count == 1 ? "it" : "them")",
                fix: remake)
        ]
    }

    /// The largest rate of any group.
    static func highestRate(_ optimizer: Optimizer) -> Float { optimizer.groups.map(\.learningRate).max() ?? 0 }

    /// `try model.unfreeze(["fc"])`
    static func unfreezing(_ head: Named<Module>?) -> String { "try model.unfreeze([\"\(head?.name ?? "head")\"])" }
}
