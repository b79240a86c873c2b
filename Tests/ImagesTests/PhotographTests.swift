import Foundation
import Testing

@testable import Images

@Suite("Reading photographs")
struct PhotographTests {
    private struct Photographs: Decodable {
        struct Turned: Decodable {
            let name: String
            let file: Data
            let expected: Picture
        }
        struct Reduced: Decodable {
            let name: String
            let file: Data
            let shortSide: Int
            let expected: Picture
        }
        let turned: [Turned]
        let reduced: [Reduced]
    }

    private func read(_ file: Data, _ reading: ImageReading) throws -> Image {
        try Image(jpeg: file, file: "a photograph", reading: reading)
    }

    @Test func eachOrientationComesUpright() throws {
        let photographs: Photographs = try fixture("orientation")
        #expect(photographs.turned.count == 16)
        for photograph in photographs.turned {
            let image = try read(photograph.file, ImageReading(isUpright: true))
            #expect(image == photograph.expected.image, "\(photograph.name)")
            let stored = try read(photograph.file, .asStored)
            #expect(stored.width == 11 && stored.height == 6, "left as it is unless asked for")
        }
    }

    @Test func largePicturesAreDecodedSmaller() throws {
        let photographs: Photographs = try fixture("orientation")
        for photograph in photographs.reduced {
            let image = try read(photograph.file, ImageReading(shortSide: photograph.shortSide))
            let expected = photograph.expected.image
            #expect(image.width == expected.width && image.height == expected.height, "\(photograph.name)")
            // Another rounding of the reduced inverse transform is no mistake.
            let difference = zip(image.pixels, expected.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
            #expect(difference <= 2, "\(photograph.name)")
        }
    }

    /// Whatever stands in the segment, the picture is read; nonsense counts as upright.
    @Test func damagedExifIsIgnored() throws {
        let photographs: Photographs = try fixture("orientation")
        let file = try #require(photographs.turned.first { $0.name == "6 MM" }).file
        let start = try #require(file.firstRange(of: Data("Exif".utf8))).lowerBound
        let segment = Int(file[start - 2]) << 8 + Int(file[start - 1])
        for position in start..<start + segment - 2 {
            for value: UInt8 in [0, 0x7F, 0xFF] {
                var damaged = file
                damaged[position] = value
                let image = try read(damaged, ImageReading(isUpright: true))
                #expect(image.width * image.height == 66)
            }
        }
        // A segment that claims to reach beyond the file, or to be shorter than its own length.
        for length: [UInt8] in [[0xFF, 0xFF], [0, 0], [0, 1]] {
            var bytes = [UInt8](file)
            bytes.replaceSubrange(start - 2..<start, with: length)
            #expect(bytes.withUnsafeBytes { Orientation(jpeg: $0) } == .upright)
        }
        for count in 0..<40 {
            #expect(Array(file.prefix(count)).withUnsafeBytes { Orientation(jpeg: $0) } == .upright)
        }
    }
}
