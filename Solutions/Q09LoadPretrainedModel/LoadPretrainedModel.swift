import TrainingCore

/// A network from `architecture` with the weights in `file`, ready to predict.
public func loadPretrained(_ architecture: () -> Module, weights file: String) throws -> Module {
    let model = architecture()
    try model.load(contentsOfFile: file)  // strict: every array of the file must fit, and none may be missing
    return model.eval()
}

/// The deterministic transform that turns an image into what the weights expect: shorter side to `preset.resizeSize` by
/// `preset.interpolation`, the square of `preset.imageSize` in the middle, numbers in 0…1, normalised with the preset's
/// statistics.
public func preprocessing(for preset: Preset) throws -> Transforms {
    preset.evaluationTransforms()
}
