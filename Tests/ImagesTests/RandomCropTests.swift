import Foundation
import Parity
import RandomNumbers
import Testing

@testable import Images

@Suite("Random crops and erasures")
struct RandomCropTests {
    private struct Fixture: Decodable {
        struct Part: Decodable {
            let width: Int
            let height: Int
            let share: Float
            let ratio: Float
            let expected: [Int]?
        }
        struct Middle: Decodable {
            let width: Int
            let height: Int
            let expected: [Int]
        }
        struct Statistics: Decodable {
            let mean: [Double]
            let deviation: [Double]
        }
        let resizedCrops: [Part]
        let middles: [Middle]
        let erasures: [Part]
        let resizedCropStatistics: Statistics
        let erasureStatistics: Statistics
    }

    private let fixture: Fixture
    private var generator = SeededGenerator(seed: 5)

    init() throws { fixture = try ImagesTests.fixture("random") }

    @Test("A given share and proportion give torchvision's sizes")
    mutating func sizes() {
        for test in fixture.resizedCrops {
            let crop = RandomResizedCrop(size: 1, scale: test.share...test.share, ratio: test.ratio...test.ratio)
            let box = crop.box(width: test.width, height: test.height, using: &generator)
            // Where torchvision's draw does not fit, neither does ours, and the middle is taken.
            let middle = crop.middle(width: test.width, height: test.height)
            let expected = test.expected ?? [middle.width, middle.height]
            let row = exactRow("RandomResizedCrop", "sizes for given draws")
            #expect(row.error([box.width, box.height].map { Float($0) }, expected.map { Float($0) }) == 0)
        }
        for test in fixture.erasures {
            let erasing = RandomErasing(scale: test.share...test.share, ratio: test.ratio...test.ratio)
            let box = erasing.box(width: test.width, height: test.height, using: &generator)
            // A box of no size stands for none.
            let row = exactRow("RandomErasing", "sizes for given draws")
            let sizes = [box?.width ?? 0, box?.height ?? 0].map { Float($0) }
            #expect(row.error(sizes, (test.expected ?? [0, 0]).map { Float($0) }) == 0)
        }
        for parts in [fixture.resizedCrops, fixture.erasures] {
            #expect(parts.contains { $0.expected == nil } && parts.contains { $0.expected != nil })
        }
    }

    @Test("Without a part that fits, the middle is taken as torchvision does")
    mutating func middles() {
        for test in fixture.middles {
            // Three times the area never fits.
            let crop = RandomResizedCrop(size: 8, scale: 9...9, ratio: 3 / 4...4 / 3)
            let box = crop.box(width: test.width, height: test.height, using: &generator)
            let found = [box.top, box.left, box.width, box.height].map { Float($0) }
            let row = exactRow("RandomResizedCrop", "the part if none fits")
            #expect(row.error(found, test.expected.map { Float($0) }) == 0)
        }
    }

    @Test("The parts are spread like torchvision's")
    mutating func distributions() {
        let crop = RandomResizedCrop(size: 8)
        let crops = (0..<4000).map { _ in crop.box(width: 100, height: 80, using: &generator) }
        expectSpread(crops, fixture.resizedCropStatistics, "RandomResizedCrop")
        let erasing = RandomErasing()
        let erasures = (0..<4000).compactMap { _ in erasing.box(width: 100, height: 80, using: &generator) }
        expectSpread(erasures, fixture.erasureStatistics, "RandomErasing")
    }

    /// Compares means within five standard errors, and deviations within a tenth.
    private func expectSpread(_ boxes: [CropBox], _ expected: Fixture.Statistics, _ subject: String) {
        let row = ParityRow("Transforms", subject, "mean and deviation of many parts", limit: 0.1)
        let quantities: [(CropBox) -> Int] = [\.top, \.left, \.width, \.height]
        for (i, quantity) in quantities.enumerated() {
            let values = boxes.map { Double(quantity($0)) }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            #expect(abs(mean - expected.mean[i]) < 5 * expected.deviation[i] / 60)
            #expect(abs(variance.squareRoot() / expected.deviation[i] - 1) < 0.1)
            let found = [mean, variance.squareRoot()].map { Float($0) }
            #expect(row.error(found, [expected.mean[i], expected.deviation[i]].map { Float($0) }) < row.limit)
        }
    }

    @Test("A resized crop has the size asked for and only colours of the picture")
    mutating func resizedCrop() {
        let grey = Image(width: 33, height: 21, pixels: [UInt8](repeating: 77, count: 33 * 21 * 3))
        for _ in 0..<50 {
            let result = RandomResizedCrop(width: 9, height: 5)(grey, using: &generator)
            #expect(result == Image(width: 9, height: 5, pixels: [UInt8](repeating: 77, count: 9 * 5 * 3)))
        }
    }

    @Test("A random crop begins anywhere in the padded picture")
    mutating func randomCrop() {
        let crop = RandomCrop(size: 32, padding: 4)
        #expect(crop.starts(32, in: 32) == -4...4)
        #expect(RandomCrop(size: 8).starts(8, in: 10) == 0...2)
        // Too small a picture is filled up on both sides, as with torchvision's pad_if_needed.
        #expect(RandomCrop(size: 8).starts(8, in: 5) == -3...0)
        #expect(RandomCrop(size: 8, padding: 1).starts(8, in: 5) == -2 ... -1)

        let image = Image(width: 3, height: 1, pixels: [1, 1, 1, 2, 2, 2, 3, 3, 3])
        let narrow = RandomCrop(width: 2, height: 1, padding: 0)
        let counts = (0..<1000).reduce(into: [[UInt8]: Int]()) { counts, _ in
            counts[narrow(image, using: &generator).pixels, default: 0] += 1
        }
        #expect(Set(counts.keys) == [[1, 1, 1, 2, 2, 2], [2, 2, 2, 3, 3, 3]])
        #expect(counts.values.allSatisfy { abs($0 - 500) < 80 })
    }

    @Test("Erasing overwrites one box in all channels and nothing else")
    mutating func erasing() throws {
        let image = FloatImage(channels: 3, height: 20, width: 30, values: (0..<1800).map { Float($0 + 1) })
        var erased = 0
        for _ in 0..<400 {
            let result = RandomErasing(value: -1)(image, using: &generator)
            guard result != image else { continue }
            erased += 1
            let places = result.values.indices.filter { result.values[$0] == -1 }
            let first = places.filter { $0 < 600 }
            let rows = Set(first.map { $0 / 30 })
            let columns = Set(first.map { $0 % 30 })
            #expect(first.count == rows.count * columns.count)
            #expect(rows.count == rows.max()! - rows.min()! + 1 && columns.count == columns.max()! - columns.min()! + 1)
            #expect(places == first + first.map { $0 + 600 } + first.map { $0 + 1200 })
            #expect(
                result.values.indices.allSatisfy { result.values[$0] == -1 || result.values[$0] == image.values[$0] })
        }
        #expect(abs(erased - 200) < 50)
        #expect(RandomErasing(probability: 0)(image, using: &generator) == image)
        let dot = FloatImage(channels: 1, height: 1, width: 1, values: [5])
        #expect(RandomErasing(probability: 1)(dot, using: &generator) == dot)
    }
}
