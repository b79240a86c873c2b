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
}
