// Q06  Transform the images                                        Chapters/03-data.md#q06
//
// A pretrained network expects its pictures as it saw them in training: a square of one size, three planes of numbers,
// red first, each normalised by the mean and the standard deviation of its channel. These belong to the weights and
// stand in their `Preset`, which states them for pixels between 0 and 1.
//
// An `Image` has 8-bit pixels, red, green and blue of each in turn; it can be `resized(width:height:)` and
// `cropped(to:)` a CropBox. A `FloatImage` has its values in the order [channels, height, width].
//
// The core's Resize, CenterCrop and Normalize do all of this; try the arithmetic yourself first.

import TrainingCore

/// Resizes `image` so that its short side is `side` pixels long and its long side keeps the proportions, rounded down;
/// then cuts out the middle, `side` by `side`.
public func resizeAndCrop(_ image: Image, to side: Int) throws -> Image {
    throw Unfinished()
}

/// The pixels of `image` as the network wants its numbers: scaled to 0…1, normalised by `preset`, plane by plane.
public func scaleAndNormalize(_ image: Image, for preset: Preset) throws -> FloatImage {
    throw Unfinished()
}

/// Everything that happens to `image` between the file and the network whose weights come with `preset`.
/// Here the preset's `resizeSize` is its `imageSize`, and the resizing as in `resizeAndCrop`.
public func prepare(_ image: Image, for preset: Preset) throws -> FloatImage {
    throw Unfinished()
}
