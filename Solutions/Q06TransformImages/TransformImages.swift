import TrainingCore

/// Resizes `image` so that its short side is `side` pixels long; then cuts out the middle, `side` by `side`.
public func resizeAndCrop(_ image: Image, to side: Int) throws -> Image {
    let short = min(image.width, image.height)
    let resized = image.resized(width: image.width * side / short, height: image.height * side / short)
    return resized.cropped(
        to: CropBox(
            top: (resized.height - side) / 2, left: (resized.width - side) / 2, width: side, height: side))
}

/// The pixels of `image` scaled to 0…1, normalised by `preset`, plane by plane.
public func scaleAndNormalize(_ image: Image, for preset: Preset) throws -> FloatImage {
    var values: [Float] = []
    for channel in 0..<3 {
        for pixel in 0..<image.width * image.height {
            let scaled = Float(image.pixels[3 * pixel + channel]) / 255
            values.append((scaled - preset.mean[channel]) / preset.std[channel])
        }
    }
    return FloatImage(channels: 3, height: image.height, width: image.width, values: values)
}

/// Everything that happens to `image` between the file and the network whose weights come with `preset`.
/// Here the preset's `resizeSize` is its `imageSize`, and the resizing as in `resizeAndCrop`.
public func prepare(_ image: Image, for preset: Preset) throws -> FloatImage {
    try scaleAndNormalize(resizeAndCrop(image, to: preset.imageSize), for: preset)
}
