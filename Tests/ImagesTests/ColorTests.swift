import RandomNumbers
import Testing

@testable import Images

@Suite("Colours")
struct ColorTests {
    private struct Fixture: Decodable {
        struct Case: Decodable {
            let adjustment: String
            let factor: Float
            let expected: Picture
        }
        let source: Picture
        let cases: [Case]
        let grey: Picture
    }

    private let fixture: Fixture
    private let source: Image

    init() throws {
        fixture = try ImagesTests.fixture("color")
        source = fixture.source.image
    }

    @Test("Every adjustment by a given factor gives torchvision's pixels")
    func adjustments() throws {
        let adjust: [String: (Float) -> Image] = [
            "brightness": source.adjustingBrightness, "contrast": source.adjustingContrast,
            "saturation": source.adjustingSaturation, "hue": source.adjustingHue,
        ]
        for test in fixture.cases {
            let function = try #require(adjust[test.adjustment])
            expectSame(
                function(test.factor), test.expected, "\(test.adjustment) by \(test.factor)",
                as: "ColorJitter, \(test.adjustment)")
        }
        #expect(Set(fixture.cases.map(\.adjustment)) == Set(adjust.keys))
    }

    @Test("Grey is torchvision's")
    func grayscale() {
        var generator = SeededGenerator(seed: 0)
        expectSame(Grayscale()(source, using: &generator), fixture.grey, "grey", as: "Grayscale")
    }

    @Test("Jittering draws each factor from its range")
    func jitterRange() {
        // A middle grey shows the factor of brightness.
        let grey = Image(width: 1, height: 1, pixels: [100, 100, 100])
        var generator = SeededGenerator(seed: 2)
        let values = (0..<1000).map { _ in
            Int(ColorJitter(brightness: 0.4)(grey, using: &generator).pixels[0])
        }
        #expect(values.allSatisfy { 60...140 ~= $0 })
        #expect(values.min()! < 64 && values.max()! > 136)
        #expect(abs(values.reduce(0, +) / 1000 - 100) < 4)
        // Above 1 the factor begins at 0, not below.
        let dark = (0..<1000).map { _ in ColorJitter(brightness: 2)(grey, using: &generator).pixels[0] }
        #expect(dark.contains { $0 < 5 } && dark.contains { $0 > 250 })
    }

    @Test("Jittering nothing changes nothing; jittering all keeps the size")
    func jitter() {
        var generator = SeededGenerator(seed: 2)
        #expect(ColorJitter()(source, using: &generator) == source)
        let jitter = ColorJitter(brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1)
        let results = (0..<20).map { _ in jitter(source, using: &generator) }
        #expect(results.allSatisfy { $0.width == source.width && $0.height == source.height && $0 != source })
        var (first, second) = (SeededGenerator(seed: 9), SeededGenerator(seed: 9))
        #expect(jitter(source, using: &first) == jitter(source, using: &second))
    }

    @Test("The order of the adjustments is random")
    func order() {
        // The adjustments draw their factors in the order in which they are applied.
        let color = Image(width: 2, height: 1, pixels: [200, 120, 40, 30, 60, 90])
        let jitter = ColorJitter(brightness: 1, contrast: 1)
        var orders = Set<Bool>()
        for seed in 0..<40 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let permutation = generator.permutation(4)
            let brightnessFirst = permutation.firstIndex(of: 0)! < permutation.firstIndex(of: 1)!
            let (one, two) = (generator.uniform(in: 0...2), generator.uniform(in: 0...2))
            let expected =
                brightnessFirst
                ? color.adjustingBrightness(by: one).adjustingContrast(by: two)
                : color.adjustingContrast(by: one).adjustingBrightness(by: two)
            var same = SeededGenerator(seed: seed)
            #expect(jitter(color, using: &same) == expected)
            orders.insert(brightnessFirst)
        }
        #expect(orders == [true, false])
    }
}
