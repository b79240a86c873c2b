import TrainingCore

/// Lets the head that `model` has, a single layer or several, learn with all it has, and freezes the body.
///
/// Returns the parameters for the optimizer.
public func trainOnlyHead(of model: ResNet) throws -> [Parameter] {
    model.freeze()  // batch-norm statistics too, so that `train()` does not move them
    model.fc.unfreeze()
    return model.fc.parameters
}

/// Gives `model`, whose head is a `Linear`, a new `Linear` head for `classes` classes, and prepares it likewise.
///
/// Returns the parameters for the optimizer.
public func replaceHead(of model: ResNet, classes: Int) throws -> [Parameter] {
    guard let old = model.fc as? Linear else { throw HeadIsNotLinear() }
    model.fc = Linear(old.inFeatures, classes)
    return try trainOnlyHead(of: model)
}

/// The head is not the single layer that is to be replaced.
struct HeadIsNotLinear: Error {}
