// Q27  Predictions against the truth                              Chapters/08-evaluating.md#q27
//
// Numbers do not show that the labels of your test set are wrong, or that your images arrive mirrored. Look at a batch:
// each image as a person would see it, with the predicted class, the probability that the model gave it, and the true
// class. A batch holds normalised numbers, `(x / 255 − mean) / std` for each channel, plane by plane; to look at them
// you go back to pixels of 0…255. What comes out below 0 is 0, what comes out above 255 is 255.
//
// `PredictionGrid` draws the tiles, and sets right and wrong ones apart by colour, line and sign; leave its title, its
// columns and its scale as they are. The model is in evaluation mode while it predicts and has its own modes back
// afterwards; no graph is recorded.

import TrainingCore

/// The picture that `image` was before it was normalised, each number rounded to a whole one.
public func picture(of image: FloatImage, normalizedBy preset: Preset) throws -> Image {
    throw Unfinished()
}

/// Writes a PNG file with a tile for each image of `batch`, in order, captioned with names from `classNames`.
public func drawPredictions(
    of model: Module, on batch: PixelBatch, classNames: [String], preset: Preset, to path: String
) throws {
    throw Unfinished()
}
