import RandomNumbers
import Testing
import Weights

@testable import Images

/// Whole steps against torchvision's: a picture that is larger than a handful of pixels, and steps in a row.
@Suite("Whole steps")
struct WholeStepTests {
    private struct Fixture: Decodable {
        struct Part: Decodable {
            let top: Int
            let left: Int
            let width: Int
            let height: Int
            let interpolation: String
            let expected: Picture
        }
        struct Order: Decodable {
            let order: [String]
            let expected: Picture
        }
        struct Erased: Decodable {
            let top: Int
            let left: Int
            let width: Int
            let height: Int
            let value: Float
            let expected: FloatPicture
        }
        struct Defaults: Decodable {
            let resizedCropScale: [Float]
            let resizedCropRatio: [Float]
            let flip: Float
            let erasing: Float
            let erasingScale: [Float]
            let erasingRatio: [Float]
            let erasingValue: Float
        }
        let size: [Int]
        let evaluation: FloatPicture
        let parts: [Part]
        let small: Picture
        let factors: [String: Float]
        let orders: [Order]
        let erased: [Erased]
        let defaults: Defaults
    }

    private let fixture: Fixture
    private let photograph: Image
    private var generator = SeededGenerator(seed: 0)

    init() throws {
        fixture = try ImagesTests.fixture("steps")
        let (width, height) = (fixture.size[0], fixture.size[1])
        let values = RuleFill.values("photograph", count: width * height * 3, in: 0..<256)
        photograph = Image(width: width, height: height, pixels: values.map { UInt8($0) })
    }

    @Test("The steps of an evaluation give torchvision's numbers")
    mutating func evaluation() {
        let transforms = Transforms(
            [Resize(shortSide: 40), CenterCrop(size: 32)],
            then: [Normalize(mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])])
        let result = transforms(photograph, using: &generator)
        let expected = fixture.evaluation.image
        #expect([result.channels, result.height, result.width] == [3, 32, 32])
        #expect(
            exactRow("Resize, CenterCrop, ToTensor, Normalize", "values").error(result.values, expected.values) == 0)
    }

    @Test("A given part is cut out and resized like torchvision's")
    func parts() throws {
        for part in fixture.parts {
            let box = CropBox(top: part.top, left: part.left, width: part.width, height: part.height)
            let interpolation = try #require(Interpolation(rawValue: part.interpolation))
            let result = photograph.cropped(to: box).resized(width: 18, height: 14, interpolation: interpolation)
            expectSame(result, part.expected, "\(box), \(interpolation)", as: "RandomResizedCrop, \(interpolation)")
        }
    }

    @Test("Adjustments in any order give torchvision's pixels")
    func orders() throws {
        for test in fixture.orders {
            let result = try test.order.reduce(fixture.small.image) { image, name in
                let factor = try #require(fixture.factors[name])
                return switch name {
                case "brightness": image.adjustingBrightness(by: factor)
                case "contrast": image.adjustingContrast(by: factor)
                case "saturation": image.adjustingSaturation(by: factor)
                default: image.adjustingHue(by: factor)
                }
            }
            expectSame(result, test.expected, "\(test.order)", as: "ColorJitter, all in a given order")
        }
    }

    @Test("A given box is erased like torchvision's")
    func erased() {
        let source = FloatImage(scaling: fixture.small.image)
        for test in fixture.erased {
            let box = CropBox(top: test.top, left: test.left, width: test.width, height: test.height)
            let result = source.erasing(box, value: test.value)
            #expect(exactRow("RandomErasing", "values").error(result.values, test.expected.image.values) == 0)
        }
    }

    @Test("What may be left out is torchvision's")
    func defaults() {
        let known = fixture.defaults
        func range(_ bounds: [Float]) -> String { "\(bounds[0]...bounds[1])" }
        #expect(
            RandomResizedCrop(size: 8).description
                == "RandomResizedCrop(8×8, scale \(range(known.resizedCropScale)), "
                + "ratio \(range(known.resizedCropRatio)), bilinear)")
        #expect(RandomHorizontalFlip().description == "RandomHorizontalFlip(probability \(known.flip))")
        #expect(
            RandomErasing().description
                == "RandomErasing(probability \(known.erasing), scale \(range(known.erasingScale)), "
                + "ratio \(range(known.erasingRatio)), value \(known.erasingValue))")
        #expect(Resize(shortSide: 8).description == "Resize(short side 8, bilinear)")
    }
}
