// Q09  Load a pretrained model                                     Chapters/04-loading.md#q09
//
// A pretrained model is an architecture, a file with its weights, and a way to prepare images. The three belong
// together. `architecture` makes the network, still with random weights; `file` holds the weights of one that was
// trained; `preset` says what those weights expect of an image.
//
// The model you return is ready to predict: every number is the file's, and it behaves as in evaluation. A file that
// lacks something, belongs to another architecture or cannot be read is an error, not a model.

import TrainingCore

/// A network from `architecture` with the weights in `file`, ready to predict.
public func loadPretrained(_ architecture: () -> Module, weights file: String) throws -> Module {
    throw Unfinished()
}

/// The deterministic transform that turns an image into what the weights expect: shorter side to `preset.resizeSize` by
/// `preset.interpolation`, the square of `preset.imageSize` in the middle, numbers in 0…1, normalised with the preset's
/// statistics.
public func preprocessing(for preset: Preset) throws -> Transforms {
    throw Unfinished()
}
