import TrainingCore

/// The picture that `image` was before it was normalised, each number rounded to a whole one.
public func picture(of image: FloatImage, normalizedBy preset: Preset) throws -> Image {
    let plane = image.height * image.width
    var pixels = [UInt8](repeating: 0, count: 3 * plane)
    for channel in 0..<3 {
        for i in 0..<plane {
            let value = image.values[channel * plane + i] * preset.std[channel] + preset.mean[channel]
            pixels[3 * i + channel] = UInt8((255 * min(max(value, 0), 1)).rounded())
        }
    }
    return Image(width: image.width, height: image.height, pixels: pixels)
}

/// Writes a PNG file with a tile for each image of `batch`, in order, captioned with names from `classNames`.
public func drawPredictions(
    of model: Module, on batch: PixelBatch, classNames: [String], preset: Preset, to path: String
) throws {
    let probabilities = model.evaluating { softmax(model(batch.images)) }
    let (predictions, values) = (probabilities.argmaxOfRows(), probabilities.values)
    let (height, width) = (batch.shape[2], batch.shape[3])
    let tiles = try (0..<batch.count).map { i in
        let numbers = Array(batch.values[i * 3 * height * width..<(i + 1) * 3 * height * width])
        let image = FloatImage(channels: 3, height: height, width: width, values: numbers)
        return PredictionGrid.Tile(
            image: try picture(of: image, normalizedBy: preset), predicted: classNames[predictions[i]],
            actual: classNames[batch.labels[i]],
            probability: Double(values[i * probabilities.shape[1] + predictions[i]]))
    }
    try PredictionGrid(tiles: tiles).write(to: path)
}
