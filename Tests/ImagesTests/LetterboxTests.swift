import Images
import RandomNumbers
import Testing

@Suite("Letterbox")
struct LetterboxTests {
    private var generator = SeededGenerator(seed: 1)

    /// A picture whose pixels are all different from their neighbours.
    private func picture(_ width: Int, _ height: Int) -> Image {
        Image(width: width, height: height, pixels: (0..<width * height * 3).map { UInt8($0 * 37 % 251) })
    }

    @Test(arguments: [(300, 100), (100, 300), (7, 400), (33, 32)])
    mutating func allOfThePictureIsInTheMiddle(_ width: Int, _ height: Int) {
        let image = picture(width, height)
        let square = Letterbox(size: 32)(image, using: &generator)
        #expect(square.width == 32 && square.height == 32)
        let long = Double(max(width, height))
        let inner = Resize(
            width: max(1, Int((32 * Double(width) / long).rounded())),
            height: max(1, Int((32 * Double(height) / long).rounded())))(image, using: &generator)
        #expect(max(inner.width, inner.height) == 32)
        let (left, top) = ((32 - inner.width) / 2, (32 - inner.height) / 2)
        for row in 0..<inner.height {
            let start = ((top + row) * 32 + left) * 3
            #expect(
                square.pixels[start..<start + inner.width * 3].elementsEqual(
                    inner.pixels[row * inner.width * 3..<(row + 1) * inner.width * 3]))
        }
    }

    /// White around a thing that stands on white, as a shop shows it; the inside does not count.
    @Test mutating func theRestHasTheColourOfTheBorder() {
        var image = Image(width: 40, height: 8, pixels: [UInt8](repeating: 250, count: 40 * 8 * 3))
        for pixel in 100..<115 { for channel in 0..<3 { image.pixels[pixel * 3 + channel] = 0 } }
        let square = Letterbox(size: 40)(image, using: &generator)
        #expect(square.pixels.prefix(16 * 40 * 3).allSatisfy { $0 == 250 })
        #expect(square.pixels.suffix(16 * 40 * 3).allSatisfy { $0 == 250 })
        #expect(square.pixels[(16 * 40 * 3)..<(24 * 40 * 3)].elementsEqual(image.pixels))
    }

    @Test mutating func aSquareIsResizedAndNoMore() {
        let image = picture(50, 50)
        #expect(
            Letterbox(size: 20, interpolation: .bicubic)(image, using: &generator)
                == Resize(width: 20, height: 20, interpolation: .bicubic)(image, using: &generator))
    }
}
