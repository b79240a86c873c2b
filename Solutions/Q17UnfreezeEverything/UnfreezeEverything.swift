import TrainingCore

/// Lets everything in `model` learn again.
///
/// Returns the optimizer to go on with: it holds every parameter, all of them at a tenth of `headRate`. It may be a
/// new one, or `old` with other groups.
public func unfreezeEverything(in model: Module, headRate: Float, after old: Optimizer) throws -> Optimizer {
    model.unfreeze()  // parameters learn, and batch-norm statistics follow
    return AdamW(model.parameters, learningRate: headRate / 10, weightDecay: 0.01)
}
