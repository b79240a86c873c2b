import TrainingCore

/// Grades Q6: the square that is cut out of a picture, the numbers made of it, and both in turn.
public func gradeTransformImages(
    _ resizeAndCrop: (_ image: Image, _ side: Int) throws -> Image,
    _ scaleAndNormalize: (_ image: Image, _ preset: Preset) throws -> FloatImage,
    _ prepare: (_ image: Image, _ preset: Preset) throws -> FloatImage,
    _ grading: Grading
) {
    for (name, factors) in [("large pictures are reduced", [4, 6, 8]), ("small pictures are enlarged", [1])] {
        grading.check("\(name) in proportion and cropped to the middle") {
            var generator = grading.generator()
            for half in factors {
                for isPortrait in [false, true] {
                    let (image, side) = picture(halfScale: half, isPortrait: isPortrait, using: &generator)
                    try expectSquare(try resizeAndCrop(image, side), of: image, side: side)
                }
            }
        }
    }
    grading.check("a number is the pixel scaled to 0…1, less the mean, over the deviation") {
        var generator = grading.generator()
        for value in generator.permutation(255).prefix(3) {
            // One grey all over: the order of the values does not show.
            let grey = Image(width: 5, height: 3, pixels: [UInt8](repeating: UInt8(value + 1), count: 5 * 3 * 3))
            let channel = somePreset(using: &generator)
            let preset = Preset(
                imageSize: 3, mean: [Float](repeating: channel.mean[0], count: 3),
                std: [Float](repeating: channel.std[0], count: 3))
            try expectNumbers(try scaleAndNormalize(grey, preset), of: grey, preset)
        }
    }
    grading.check("the numbers are three planes, red, green, blue, each by its own statistics") {
        var generator = grading.generator()
        for (width, height) in [(5, 4), (3, 7), (6, 6)] {
            let image = noise(width: width, height: height, using: &generator)
            let preset = somePreset(using: &generator)
            try expectNumbers(try scaleAndNormalize(image, preset), of: image, preset)
        }
    }
    grading.check("a picture is prepared as its weights' preset says") {
        var generator = grading.generator()
        for half in [2, 3, 4] {
            let (image, side) = picture(halfScale: half, isPortrait: half == 3, using: &generator)
            let preset = somePreset(imageSize: side, using: &generator)
            let found = try prepare(image, preset)
            let square = middle(of: image, side: side)
            if (found.channels, found.height, found.width) == (3, side, side) {
                let squashed = image.resized(width: side, height: side)
                for candidate in candidates(squashed, preset) where isClose(found.values, candidate.values) {
                    throw Mistake(
                        expected: "the middle of the picture in proportion", found: "the whole of it as a square",
                        Q06.squashed)
                }
            }
            try expectNumbers(found, of: square, preset)
        }
    }
}

/// A picture of random pixels and a side to resize it to. Its short side is `halfScale` / 2 times the side, and its
/// proportions leave whole pixels and an even margin, so that no rounding decides.
private func picture(
    halfScale: Int, isPortrait: Bool, using generator: inout SeededGenerator
) -> (image: Image, side: Int) {
    let side = 2 * Int.random(in: 4...8, using: &generator)
    let long = side + 4 * Int.random(in: 1...3, using: &generator)
    let (a, b) = (side * halfScale / 2, long * halfScale / 2)
    return (noise(width: isPortrait ? a : b, height: isPortrait ? b : a, using: &generator), side)
}

private func noise(width: Int, height: Int, using generator: inout SeededGenerator) -> Image {
    Image(
        width: width, height: height,
        pixels: (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &generator) })
}

/// Statistics that no model has, others for each channel.
private func somePreset(imageSize: Int = 8, using generator: inout SeededGenerator) -> Preset {
    let mean = [0.35, 0.5, 0.65].shuffled(using: &generator).map { $0 + 0.1 * generator.uniform() }
    let std = [0.18, 0.28, 0.38].shuffled(using: &generator).map { $0 + 0.05 * generator.uniform() }
    return Preset(imageSize: imageSize, mean: mean, std: std)
}
