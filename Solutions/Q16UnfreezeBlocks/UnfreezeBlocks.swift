import TrainingCore

/// Lets the blocks called `names` and the `head` learn, and freezes everything else in `model`.
///
/// Throws if no module bears one of the names; then nothing has changed.
public func unfreezeBlocks(_ names: [String], of model: Module, head: String) throws {
    let modules = model.namedModules
    let open = try (names + [head]).map { name in
        guard let block = modules.first(where: { $0.name == name }) else { throw UnknownBlock(name: name) }
        return block.element
    }
    model.freeze()
    for block in open { block.unfreeze() }
}

/// The optimizer to go on with: it holds exactly what may learn in `model`, all of it at `learningRate`.
///
/// Return a new one, or give `old`, which trained the head so far, other groups.
public func optimizer(for model: Module, learningRate: Float, after old: Optimizer) throws -> Optimizer {
    let parameters = model.trainableParameters
    guard !parameters.isEmpty else { throw NothingLearns() }
    return AdamW(parameters, learningRate: learningRate, weightDecay: 0.01)
}

/// No module of the model bears the name.
struct UnknownBlock: Error { let name: String }

/// Everything in the model is frozen, so there is nothing to optimise.
struct NothingLearns: Error {}
