import Foundation
import RandomNumbers
import Testing

@testable import Images

@Suite("Numbers and pipelines")
struct TransformsTests {
    private struct Fixture: Decodable {
        let source: Picture
        let scaled: Data
        let mean: [Float]
        let std: [Float]
        let normalized: Data
    }

    private let fixture: Fixture
    private var generator = SeededGenerator(seed: 0)

    init() throws { fixture = try ImagesTests.fixture("numbers") }

    @Test("Scaling and normalising give torchvision's numbers to the last bit")
    mutating func numbers() {
        let scaled = FloatImage(scaling: fixture.source.image)
        #expect(exactRow("ToTensor", "values").error(scaled.values, floats(fixture.scaled)) == 0)
        let transforms = Transforms(then: [Normalize(mean: fixture.mean, std: fixture.std)])
        let normalized = transforms(fixture.source.image, using: &generator).values
        #expect(exactRow("Normalize", "values").error(normalized, floats(fixture.normalized)) == 0)
    }

    @Test("Denormalising undoes it for all 256 values")
    mutating func denormalizing() {
        let image = Image(width: 16, height: 16, pixels: (0..<768).map { UInt8(truncatingIfNeeded: $0 / 3 * 7 + $0) })
        let normalize = Normalize(mean: fixture.mean, std: fixture.std)
        let normalized = normalize(FloatImage(scaling: image), using: &generator)
        #expect(Image(denormalizing: normalized, mean: fixture.mean, std: fixture.std) == image)
    }

    @Test("Denormalising clamps and rounds")
    func clamping() {
        let values: [Float] = [-1, 2, .nan, .infinity, -.infinity, 0.5, 0.4990196, 1, 1e30]
        let image = FloatImage(channels: 3, height: 1, width: 3, values: values)
        let pixels = Image(denormalizing: image, mean: [0, 0, 0], std: [1, 1, 1]).pixels
        #expect(pixels == [0, 255, 127, 255, 0, 255, 0, 128, 255])
    }

    @Test("A pipeline prints itself")
    func descriptions() {
        let validation = Transforms(
            [
                Resize(shortSide: 96), Resize(width: 3, height: 4, interpolation: .nearest), CenterCrop(size: 64),
                Grayscale(),
            ],
            then: [Normalize(mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25])])
        #expect(
            validation.description == """
                Resize(short side 96, bilinear) → Resize(3×4, nearest) → CenterCrop(64×64) → Grayscale() \
                → scale to 0…1 → Normalize(mean [0.5, 0.5, 0.5], std [0.25, 0.25, 0.25])
                """)
        #expect(!validation.isRandom)
        let training = Transforms(
            [
                RandomResizedCrop(size: 64, scale: 0.25...1, ratio: 0.5...2), RandomCrop(size: 32, padding: 4),
                RandomHorizontalFlip(), RandomRotation(degrees: 15), ColorJitter(brightness: 0.25),
            ], then: [RandomErasing(scale: 0.125...0.25, ratio: 0.5...2)])
        #expect(
            training.description == """
                RandomResizedCrop(64×64, scale 0.25...1.0, ratio 0.5...2.0, bilinear) → RandomCrop(32×32, padding 4) \
                → RandomHorizontalFlip(probability 0.5) → RandomRotation(-15.0...15.0 degrees) \
                → ColorJitter(brightness 0.25, contrast 0.0, saturation 0.0, hue 0.0) → scale to 0…1 \
                → RandomErasing(probability 0.5, scale 0.125...0.25, ratio 0.5...2.0, value 0.0)
                """)
        #expect(training.pixelSteps.allSatisfy { $0.isRandom } && training.floatSteps.allSatisfy { $0.isRandom })
    }
}
