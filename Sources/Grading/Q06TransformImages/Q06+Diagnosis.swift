import TrainingCore

/// The middle of `image` after its short side was resized to `side`; both divide without remainder.
func middle(of image: Image, side: Int) -> Image {
    let short = min(image.width, image.height)
    let (width, height) = (image.width * side / short, image.height * side / short)
    return image.resized(width: width, height: height).cropped(
        to: CropBox(top: (height - side) / 2, left: (width - side) / 2, width: side, height: side))
}

/// Fails unless `found` is the middle of `image`, `side` by `side`.
func expectSquare(_ found: Image, of image: Image, side: Int) throws {
    let squashed = image.resized(width: side, height: side)
    let (width, height) = (found.width, found.height)
    try expect(
        width == side && height == side, expected: "\(side)×\(side) of \(image.width)×\(image.height)",
        found: "\(width)×\(height)")
    let expected = middle(of: image, side: side)
    try expect(
        found.pixels, equals: expected.pixels, "pixels of \(image.width)×\(image.height) to \(side)×\(side)",
        found == squashed ? Q06.squashed : nil)
}

/// Fails unless `found` are the numbers of `image` normalised by `preset`.
func expectNumbers(_ found: FloatImage, of image: Image, _ preset: Preset) throws {
    let expected = numbers(image) { ($0 / 255 - preset.mean[$1]) / preset.std[$1] }
    let explanation = candidates(image, preset).first { isClose(found.values, $0.values) }?.misconception
    let shape = [found.channels, found.height, found.width]
    let isTransposed = shape == [image.height, image.width, 3] && image.height != 3
    try expect(
        shape, equals: [3, image.height, image.width], "[channels, height, width]",
        isTransposed ? Q06.channelOrder : nil)
    try expect(found.values, closeTo: expected, "values", explanation)
}

/// What the known mistakes, and no mistake at all, make of the pixels of `image`.
func candidates(_ image: Image, _ preset: Preset) -> [(misconception: Misconception?, values: [Float])] {
    let (mean, std) = (preset.mean, preset.std)
    let right = numbers(image) { ($0 / 255 - mean[$1]) / std[$1] }
    var candidates: [(Misconception?, [Float])] = [
        (nil, right),
        (Q06.normalisedFirst, numbers(image) { ($0 - mean[$1]) / std[$1] / 255 }),
        (Q06.dividedTwice, numbers(image) { ($0 / 255 / 255 - mean[$1]) / std[$1] }),
        (Q06.neverScaled, numbers(image) { ($0 - mean[$1]) / std[$1] }),
        (Q06.channelOrder, interleaved(right)),
        (Q06.channelOrder, numbers(reversed(image)) { ($0 / 255 - mean[$1]) / std[$1] }),
        (Q06.channelOrder, numbers(reversed(image)) { ($0 / 255 - mean[2 - $1]) / std[2 - $1] }),
        (
            Q06.channelOrder,
            interleaved(numbers(reversed(image)) { ($0 / 255 - mean[2 - $1]) / std[2 - $1] })
        ),
    ]
    for other in widespreadStatistics + ownStatistics(image) {
        candidates.append((Q06.otherStatistics, numbers(image) { ($0 / 255 - other.mean[$1]) / other.std[$1] }))
    }
    return candidates
}

func isClose(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-3 * max(1, abs($1)) }
}

/// Statistics that people know by heart: one half, ImageNet's, those of the weights in this package.
private let widespreadStatistics: [(mean: [Float], std: [Float])] = [
    ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
    ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    (Preset.efficientNetLite0.mean, Preset.efficientNetLite0.std),
    (Preset.fashionMNIST.mean, Preset.fashionMNIST.std),
]

/// The mean and the standard deviation of the picture itself, for each channel; none if all its pixels are the same.
private func ownStatistics(_ image: Image) -> [(mean: [Float], std: [Float])] {
    let count = Float(image.width * image.height)
    let planes = (0..<3).map { channel in
        stride(from: channel, to: image.pixels.count, by: 3).map { Float(image.pixels[$0]) / 255 }
    }
    let means = planes.map { $0.reduce(0, +) / count }
    let deviations = zip(planes, means).map { plane, mean in
        (plane.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
    return deviations.contains { $0 < 1e-3 } ? [] : [(means, deviations)]
}

/// One number for each pixel and channel, plane by plane.
private func numbers(_ image: Image, _ number: (_ pixel: Float, _ channel: Int) -> Float) -> [Float] {
    (0..<3).flatMap { channel in
        stride(from: channel, to: image.pixels.count, by: 3).map { number(Float(image.pixels[$0]), channel) }
    }
}

/// The values of three planes with those of each pixel side by side.
private func interleaved(_ planes: [Float]) -> [Float] {
    let count = planes.count / 3
    return (0..<count).flatMap { i in (0..<3).map { planes[$0 * count + i] } }
}

/// The picture with red and blue exchanged.
private func reversed(_ image: Image) -> Image {
    var image = image
    for i in stride(from: 0, to: image.pixels.count, by: 3) { image.pixels.swapAt(i, i + 2) }
    return image
}
