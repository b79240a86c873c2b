import RandomNumbers
import TrainingCore

/// Normalised numbers, and what they look like when one goes back to pixels in a right or in a wrong way.
struct NormalizedPicture {
    let image: FloatImage
    let preset: Preset

    /// Random numbers around 0, some of which no pixel could have given.
    static func outOfRange(_ grading: Grading) -> NormalizedPicture {
        var generator = grading.generator()
        let (height, width) = (Int.random(in: 4...7, using: &generator), Int.random(in: 4...7, using: &generator))
        let values = (0..<3 * height * width).map { _ in 2.5 * generator.normal() }
        return NormalizedPicture(
            image: FloatImage(channels: 3, height: height, width: width, values: values),
            preset: randomPreset(using: &generator))
    }

    /// Random pixels, normalised.
    static func inRange(_ grading: Grading) -> NormalizedPicture {
        var generator = grading.generator()
        let (height, width) = (Int.random(in: 4...7, using: &generator), Int.random(in: 4...7, using: &generator))
        let pixels = (0..<3 * height * width).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let preset = randomPreset(using: &generator)
        let normalize = Normalize(mean: preset.mean, std: preset.std)
        let scaled = FloatImage(scaling: Image(width: width, height: height, pixels: pixels))
        return NormalizedPicture(image: normalize(scaled, using: &generator), preset: preset)
    }

    /// Other statistics for each channel.
    static func randomPreset(using generator: inout SeededGenerator) -> Preset {
        Preset(
            imageSize: 8, mean: (0..<3).map { 0.3 + 0.15 * Float($0) + generator.uniform(in: 0...0.1) },
            std: (0..<3).map { 0.3 - 0.06 * Float($0) + generator.uniform(in: 0...0.05) })
    }

    var expected: Image { picture { clamped(denormalized($0, $1)) } }

    /// What the known mistakes would make of it.
    var suspects: [(misconception: Misconception, picture: Image)] {
        let plain = { (value: Float, _: Int) in 255 * value }
        return [
            (Q27.channelsSwapped, picture { clamped(denormalized($0, $1)) }.withRedAndBlueSwapped),
            (Q27.wrappedAround, picture { wrapped(denormalized($0, $1)) }),
            (Q27.planesAsPixels, picture { clamped(denormalized($0, $1)) }.withPlanesInARow),
            (Q27.planesAsPixels, withPixelsForPlanes.picture { clamped(denormalized($0, $1)) }),
            (
                Q27.undoneInOrder,
                picture { value, channel in clamped(255 * (value + preset.mean[channel]) * preset.std[channel]) }
            ),
            (Q27.notDenormalized, picture { clamped(plain($0, $1)) }),
            (Q27.notDenormalized, picture { wrapped(plain($0, $1)) }),
        ]
    }

    /// The image whose planes hold what somebody reads who takes the numbers for pixels.
    private var withPixelsForPlanes: NormalizedPicture {
        let plane = image.height * image.width
        var other = image
        for i in other.values.indices { other.values[i] = image.values[3 * (i % plane) + i / plane] }
        return NormalizedPicture(image: other, preset: preset)
    }

    private func denormalized(_ value: Float, _ channel: Int) -> Float {
        255 * (value * preset.std[channel] + preset.mean[channel])
    }

    private func clamped(_ value: Float) -> UInt8 { UInt8(min(max(value, 0), 255).rounded()) }
    private func wrapped(_ value: Float) -> UInt8 { UInt8(truncatingIfNeeded: Int(value.rounded())) }

    private func picture(_ pixel: (_ value: Float, _ channel: Int) -> UInt8) -> Image {
        let plane = image.height * image.width
        let pixels = (0..<3 * plane).map { pixel(image.values[$0 % 3 * plane + $0 / 3], $0 % 3) }
        return Image(width: image.width, height: image.height, pixels: pixels)
    }
}

extension Image {
    var withRedAndBlueSwapped: Image {
        Image(width: width, height: height, pixels: pixels.indices.map { pixels[$0 - $0 % 3 + (2 - $0 % 3)] })
    }

    /// The reds, then the greens, then the blues, where pixels belong.
    var withPlanesInARow: Image {
        let planes = (0..<3).flatMap { channel in (0..<width * height).map { pixels[3 * $0 + channel] } }
        return Image(width: width, height: height, pixels: planes)
    }

    /// Whether no colour differs by more than one step, which rounding or cutting off can make; 0 and 255 are not
    /// neighbours unless numbers wrap around.
    func looksLike(_ other: Image, wrapping: Bool = false) -> Bool {
        (width, height) == (other.width, other.height)
            && zip(pixels, other.pixels).allSatisfy {
                abs(Int($0) - Int($1)) <= 1 || wrapping && abs(Int($0) - Int($1)) == 255
            }
    }
}
