import RandomNumbers
import Testing

@testable import Images

@Suite("Resizing")
struct ResizeTests {
    private struct Fixture: Decodable {
        struct Case: Decodable {
            let interpolation: String
            let expected: Picture
        }
        struct ShortSide: Decodable {
            let width: Int
            let height: Int
            let size: Int
            let expected: [Int]
        }
        let source: Picture
        let cases: [Case]
        let shortSides: [ShortSide]
    }

    @Test("Every size and interpolation gives Pillow's pixels")
    func pixels() throws {
        let fixture: Fixture = try fixture("resize")
        let source = fixture.source.image
        var generator = SeededGenerator(seed: 0)
        for test in fixture.cases {
            let (width, height) = (test.expected.width, test.expected.height)
            let interpolation = try #require(Interpolation(rawValue: test.interpolation))
            let resize = Resize(width: width, height: height, interpolation: interpolation)
            expectSame(resize(source, using: &generator), test.expected, "\(resize)", as: "Resize, \(interpolation)")
        }
        #expect(Set(fixture.cases.map(\.interpolation)).count == Interpolation.allCases.count)
    }

    @Test("The long side follows torchvision's rounding")
    func shortSides() throws {
        for test in try fixture("resize", as: Fixture.self).shortSides {
            let size = Resize(shortSide: test.size).outputSize(width: test.width, height: test.height)
            let row = exactRow("Resize, short side", "sizes")
            #expect(row.error([size.width, size.height].map { Float($0) }, test.expected.map { Float($0) }) == 0)
        }
    }

    @Test("A strip does not grow beyond the largest picture")
    func strip() {
        let size = Resize(shortSide: 224).outputSize(width: 1, height: 1_000_000)
        #expect(size.width == 224)
        #expect(size.height == Image.largestPixelCount / 224)
    }

    @Test("The same size changes nothing", arguments: Interpolation.allCases)
    func unchanged(interpolation: Interpolation) throws {
        let source = try fixture("resize", as: Fixture.self).source.image
        #expect(source.resized(width: source.width, height: source.height, interpolation: interpolation) == source)
    }

    @Test("A long strip is averaged")
    func longStrip() {
        let strip = Image(width: 1, height: 300_000, pixels: (0..<900_000).map { UInt8($0 / 3 % 2 * 255) })
        let result = strip.resized(width: 300, height: 300)
        #expect(result.pixels.allSatisfy { 126...129 ~= $0 })
    }
}
