import Images
import Models
import RandomNumbers
import Testing
import Training

@Suite("A preset's transforms")
struct PresetTransformsTests {
    @Test(arguments: [(255, 1), (127, 0), (0, -127 / 128)] as [(UInt8, Float)])
    func theyResizeCropAndNormalise(_ pixel: UInt8, _ expected: Float) {
        let transforms = Preset.efficientNetLite0.evaluationTransforms(size: 4)
        let picture = Image(width: 10, height: 20, pixels: [UInt8](repeating: pixel, count: 600))
        var generator = SeededGenerator(seed: 0)
        let image = transforms(picture, using: &generator)
        #expect(image.channels == 3 && image.height == 4 && image.width == 4)
        #expect(image.values.allSatisfy { abs($0 - expected) < 1e-6 })
        #expect(!transforms.isRandom)
    }

    @Test func theSizeIsTheWeightsOwnIfLeftOut() {
        var generator = SeededGenerator(seed: 0)
        let picture = Image(width: 2, height: 3, pixels: [UInt8](repeating: 9, count: 18))
        #expect(Preset.efficientNetLite0.evaluationTransforms()(picture, using: &generator).width == 224)
    }

    /// A row of pixels that grow from left to right: what is left of them says how much was resized and cropped.
    @Test func aSmallerPictureIsResizedInProportion() {
        var generator = SeededGenerator(seed: 0)
        let pixels = (0..<256 * 256).flatMap { [UInt8](repeating: UInt8($0 % 256), count: 3) }
        let picture = Image(width: 256, height: 256, pixels: pixels)
        for size in [224, 112] {
            let image = Preset.imageNet.evaluationTransforms(size: size)(picture, using: &generator)
            let pixel = (image.values[0] * 0.229 + 0.485) * 255
            #expect(image.width == size && abs(pixel - 16) < 1, "\(pixel)")
        }
    }

    @Test func bicubicPresetsOvershootAtEdges() {
        var generator = SeededGenerator(seed: 0)
        let pixels = (0..<64 * 64).flatMap { [UInt8](repeating: $0 % 64 < 32 ? 100 : 200, count: 3) }
        let picture = Image(width: 64, height: 64, pixels: pixels)
        func largest(_ preset: Preset) -> Float {
            let values = preset.evaluationTransforms()(picture, using: &generator).values
            return (values.prefix(224).max() ?? 0) * 0.229 + 0.485
        }
        #expect(largest(.imageNet) < 201 / 255)
        #expect(largest(.efficientNetB0) > 203 / 255)
    }
}
