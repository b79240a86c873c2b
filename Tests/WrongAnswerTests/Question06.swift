import Grading
import Testing
import TrainingCore

@Suite("Q6 wrong and alternative answers")
struct Question06 {
    @Test func normalisedBeforeScaling() {
        expectRejected(because: "normalised before scaling") {
            grade(
                numbers: { image, preset in
                    planes(image) { (Float($0) - preset.mean[$1]) / preset.std[$1] / 255 }
                }, $0)
        }
    }

    @Test func dividedTwice() {
        expectRejected(because: "divided by 255 twice") {
            grade(
                numbers: { image, preset in
                    var scaled = FloatImage(scaling: image)
                    for i in scaled.values.indices { scaled.values[i] /= 255 }
                    return normalized(scaled, preset)
                }, $0)
        }
    }

    @Test func neverScaled() {
        expectRejected(because: "never scaled") {
            grade(numbers: { image, preset in planes(image) { (Float($0) - preset.mean[$1]) / preset.std[$1] } }, $0)
        }
    }

    @Test func squashed() {
        expectRejected(because: "aspect ratio squashed") {
            grade(square: { $0.resized(width: $1, height: $1) }, $0)
        }
    }

    @Test func squashedInTheWholeOnly() {
        expectRejected(because: "aspect ratio squashed") {
            gradeTransformImages(
                ByTransforms.square, ByTransforms.numbers,
                { image, preset in
                    ByTransforms.numbers(
                        image.resized(width: preset.imageSize, height: preset.imageSize), preset)
                }, $0)
        }
    }

    @Test func channelsLast() {
        expectRejected(because: "channels last or BGR") {
            grade(
                numbers: { image, preset in
                    FloatImage(
                        channels: 3, height: image.height, width: image.width, values: pixelByPixel(image, preset))
                }, $0)
        }
    }

    @Test func channelsLastInTheShapeToo() {
        expectRejected(because: "channels last or BGR") {
            grade(
                numbers: { image, preset in
                    FloatImage(
                        channels: image.height, height: image.width, width: 3, values: pixelByPixel(image, preset))
                }, $0)
        }
    }

    @Test func blueFirst() {
        expectRejected(because: "channels last or BGR") {
            grade(
                numbers: { image, preset in
                    planes(image, order: [2, 1, 0]) { (Float($0) / 255 - preset.mean[$1]) / preset.std[$1] }
                }, $0)
        }
    }

    @Test func blueFirstWithItsOwnStatistics() {
        expectRejected(because: "channels last or BGR") {
            grade(
                numbers: { image, preset in
                    planes(image, order: [2, 1, 0]) { (Float($0) / 255 - preset.mean[2 - $1]) / preset.std[2 - $1] }
                }, $0)
        }
    }

    @Test func statisticsOfImageNet() {
        expectRejected(because: "another model's statistics") {
            grade(
                numbers: { image, _ in
                    normalized(
                        FloatImage(scaling: image),
                        Preset(imageSize: 224, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]))
                }, $0)
        }
    }

    @Test func statisticsOfThePackagesWeights() {
        expectRejected(because: "another model's statistics") {
            grade(numbers: { image, _ in normalized(FloatImage(scaling: image), .efficientNetLite0) }, $0)
        }
    }

    @Test func statisticsOfThePictureItself() {
        expectRejected(because: "another model's statistics") {
            grade(
                numbers: { image, preset in
                    let scaled = FloatImage(scaling: image)
                    let count = image.width * image.height
                    let means = (0..<3).map { scaled.values[$0 * count..<($0 + 1) * count].reduce(0, +) / Float(count) }
                    let deviations = (0..<3).map { channel in
                        let squares = scaled.values[channel * count..<(channel + 1) * count].map {
                            ($0 - means[channel]) * ($0 - means[channel])
                        }
                        return max(1e-6, (squares.reduce(0, +) / Float(count)).squareRoot())
                    }
                    return normalized(scaled, Preset(imageSize: 1, mean: means, std: deviations))
                }, $0)
        }
    }

    @Test func nothingToSee() {
        let grading = Grading(seed: 1)
        let nothing = FloatImage(channels: 3, height: 0, width: 0, values: [])
        gradeTransformImages(
            { _, _ in Image(width: 1, height: 1, pixels: [0, 0, 0]) }, { _, _ in nothing }, { _, _ in nothing }, grading
        )
        let verdict = grading.verdict("")
        #expect(verdict.points == 0 && verdict.misconceptions.isEmpty, "\(verdict.checks)")
    }

    @Test func noNumbers() {
        let grading = Grading(seed: 1)
        grade(numbers: { image, _ in planes(image) { _, _ in .nan } }, grading)
        let verdict = grading.verdict("")
        #expect(verdict.points == 2 && verdict.misconceptions.isEmpty, "\(verdict.checks)")
    }

    @Test func theCoresTransforms() {
        expectAccepted { grade($0) }
    }

    @Test func thePresetsTransforms() {
        expectAccepted {
            gradeTransformImages(
                ByTransforms.square, ByTransforms.numbers,
                { image, preset in
                    var generator = SeededGenerator(seed: 0)
                    return preset.evaluationTransforms()(image, using: &generator)
                }, $0)
        }
    }

    /// The same numbers as a multiple of the pixel plus a constant, and proportions by a factor.
    @Test func oneFactorForEachChannel() {
        expectAccepted {
            grade(
                square: { image, side in
                    let factor = Double(side) / Double(min(image.width, image.height))
                    let (width, height) = (Double(image.width) * factor, Double(image.height) * factor)
                    let large = image.resized(width: Int(width + 1e-6), height: Int(height + 1e-6))
                    let (left, top) = ((large.width - side) / 2, (large.height - side) / 2)
                    var rows: [UInt8] = []
                    for row in top..<top + side {
                        let start = 3 * (row * large.width + left)
                        rows += large.pixels[start..<start + 3 * side]
                    }
                    return Image(width: side, height: side, pixels: rows)
                },
                numbers: { image, preset in
                    let factors = preset.std.map { 1 / (255 * $0) }
                    let offsets = zip(preset.mean, preset.std).map { -$0 / $1 }
                    return planes(image) { Float($0) * factors[$1] + offsets[$1] }
                }, $0)
        }
    }

    /// Grades two functions and what they give in turn.
    private func grade(
        square: (Image, Int) -> Image = ByTransforms.square,
        numbers: (Image, Preset) -> FloatImage = ByTransforms.numbers, _ grading: Grading
    ) {
        gradeTransformImages(square, numbers, { numbers(square($0, $1.imageSize), $1) }, grading)
    }
}

/// Right answers by the core's own steps.
private enum ByTransforms {
    static func square(_ image: Image, _ side: Int) -> Image {
        var generator = SeededGenerator(seed: 0)
        return CenterCrop(size: side)(Resize(shortSide: side)(image, using: &generator), using: &generator)
    }

    static func numbers(_ image: Image, _ preset: Preset) -> FloatImage {
        normalized(FloatImage(scaling: image), preset)
    }
}

private func normalized(_ image: FloatImage, _ preset: Preset) -> FloatImage {
    var generator = SeededGenerator(seed: 0)
    return Normalize(mean: preset.mean, std: preset.std)(image, using: &generator)
}

/// The pixels channel by channel, each turned into a number.
private func planes(
    _ image: Image, order: [Int] = [0, 1, 2], _ number: (_ pixel: UInt8, _ channel: Int) -> Float
) -> FloatImage {
    let values = order.enumerated().flatMap { channel, source in
        stride(from: source, to: image.pixels.count, by: 3).map { number(image.pixels[$0], channel) }
    }
    return FloatImage(channels: 3, height: image.height, width: image.width, values: values)
}

private func pixelByPixel(_ image: Image, _ preset: Preset) -> [Float] {
    image.pixels.enumerated().map { i, pixel in (Float(pixel) / 255 - preset.mean[i % 3]) / preset.std[i % 3] }
}
