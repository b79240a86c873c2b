import Images
import Testing

@testable import Grading

@Suite("Pictures")
struct PictureTests {
    private let red: [UInt8] = [176, 0, 32]

    /// A grey picture.
    private func plain(_ width: Int, _ height: Int, _ value: UInt8 = 100) -> Image {
        Image(width: width, height: height, pixels: .init(repeating: value, count: width * height * 3))
    }

    private func pixel(_ image: Image, _ column: Int, _ row: Int) -> [UInt8] {
        let start = 3 * (row * image.width + column)
        return [UInt8](image.pixels[start..<start + 3])
    }

    @Test func theSamePictureIsTheSame() {
        let comparison = PictureComparison(expected: plain(5, 4), found: plain(5, 4))
        #expect(comparison.isSame && comparison.differingPixels == 0)
        #expect(!comparison.difference.pixels.contains(0))
    }

    @Test func differencesAreCountedPlacedAndShown() {
        var found = plain(5, 4)
        found.pixels[3 * (1 * 5 + 2)] = 103
        found.pixels[3 * (3 * 5 + 4) + 2] = 0
        let comparison = PictureComparison(expected: plain(5, 4), found: found)
        #expect(comparison.words == "2 of 20 pixels differ, all of them in columns 2 to 4 and rows 1 to 3")
        #expect(pixel(comparison.difference, 2, 1) == red && pixel(comparison.difference, 4, 3) == red)
        #expect(pixel(comparison.difference, 0, 0) == [217, 217, 217])
        let lenient = PictureComparison(expected: plain(5, 4), found: found, tolerance: 3)
        #expect(lenient.differingPixels == 1)
    }

    @Test(arguments: [(6, 4), (5, 3), (2, 9)]) func anotherSizeIsAnotherPicture(_ width: Int, _ height: Int) {
        let comparison = PictureComparison(expected: plain(5, 4), found: plain(width, height))
        #expect(comparison.words == "a picture of \(width)×\(height) pixels")
        let common = min(5, width) * min(4, height)
        #expect(comparison.differingPixels == max(5, width) * max(4, height) - common)
        #expect(comparison.difference.width == max(5, width) && comparison.difference.height == max(4, height))
    }

    @Test func aFailedCheckCarriesThem() throws {
        let mistake = try #require(throws: Mistake.self) {
            try expect(plain(5, 4, 9), looksLike: plain(5, 4), "the chart")
        }
        #expect(mistake.expected == "the chart: a picture of 5×4 pixels")
        #expect(mistake.found == "20 of 20 pixels differ, all of them in columns 0 to 4 and rows 0 to 3")
        #expect(mistake.pictures?.differingPixels == 20)
        try expect(plain(5, 4, 99), looksLike: plain(5, 4), tolerance: 1, "the chart")
    }
}
