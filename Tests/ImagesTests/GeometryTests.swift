import RandomNumbers
import Testing

@testable import Images

@Suite("Cropping, flipping and turning")
struct GeometryTests {
    private struct Fixture: Decodable {
        struct CenterCropCase: Decodable {
            let width: Int
            let height: Int
            let expected: Picture
        }
        struct CropCase: Decodable {
            let top: Int
            let left: Int
            let width: Int
            let height: Int
            let expected: Picture
        }
        struct RotationCase: Decodable {
            let degrees: Double
            let isSquare: Bool
            let expected: Picture
        }
        let source: Picture
        let square: Picture
        let centerCrops: [CenterCropCase]
        let crops: [CropCase]
        let rotations: [RotationCase]
        let flipped: Picture
    }

    private let fixture: Fixture
    private let source: Image
    private var generator = SeededGenerator(seed: 3)

    init() throws {
        fixture = try ImagesTests.fixture("geometry")
        source = fixture.source.image
    }

    @Test("CenterCrop cuts and fills up like torchvision's")
    mutating func centerCrops() {
        for test in fixture.centerCrops {
            let crop = CenterCrop(width: test.width, height: test.height)
            expectSame(crop(source, using: &generator), test.expected, "\(crop)", as: "CenterCrop")
        }
    }

    @Test("A box beyond the edges is filled up with black")
    func crops() {
        for test in fixture.crops {
            let box = CropBox(top: test.top, left: test.left, width: test.width, height: test.height)
            expectSame(source.cropped(to: box), test.expected, "\(box)", as: "Crop beyond the edges")
        }
    }

    @Test("Every angle gives Pillow's pixels")
    func rotations() {
        for test in fixture.rotations {
            let image = test.isSquare ? fixture.square.image : source
            expectSame(
                image.rotated(degrees: test.degrees), test.expected, "\(test.degrees) degrees", as: "RandomRotation")
        }
    }

    @Test("A mirror image has left and right exchanged")
    func flipped() {
        expectSame(source.flippedHorizontally(), fixture.flipped, "flipped", as: "RandomHorizontalFlip")
        #expect(source.flippedHorizontally().flippedHorizontally() == source)
    }

    @Test("Half of the pictures are mirrored, all or none on request")
    mutating func flipProbability() {
        let mirrored = source.flippedHorizontally()
        func share(_ flip: RandomHorizontalFlip) -> Double {
            var generator = generator
            return Double((0..<2000).count { _ in flip(source, using: &generator) == mirrored }) / 2000
        }
        #expect(abs(share(RandomHorizontalFlip()) - 0.5) < 0.05)
        #expect(abs(share(RandomHorizontalFlip(probability: 0.1)) - 0.1) < 0.03)
        #expect(share(RandomHorizontalFlip(probability: 0)) == 0)
        #expect(share(RandomHorizontalFlip(probability: 1)) == 1)
    }

    @Test("A random rotation is one by an angle in the range")
    mutating func randomRotation() {
        let turned = RandomRotation(degrees: 90...90)(source, using: &generator)
        #expect(turned == source.rotated(degrees: 90))
        #expect(RandomRotation(degrees: 0)(source, using: &generator) == source)

        // A single white pixel shows the angle: it must turn up on both sides of where it was, but not far away.
        var pixels = [UInt8](repeating: 0, count: 101 * 101 * 3)
        for channel in 0..<3 { pixels[(50 * 101 + 90) * 3 + channel] = 255 }
        let dot = Image(width: 101, height: 101, pixels: pixels)
        let rows = (0..<300).compactMap { _ in
            RandomRotation(degrees: 30)(dot, using: &generator).pixels.firstIndex(of: 255).map { $0 / 3 / 101 }
        }
        #expect(rows.count > 200)  // now and then no pixel of the turned picture hits it
        #expect(rows.allSatisfy { abs($0 - 50) <= 20 })
        #expect(rows.min()! < 35 && rows.max()! > 65)
    }
}
