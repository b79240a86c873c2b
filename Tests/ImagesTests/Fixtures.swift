import Files
import Foundation
import Parity
import Testing

@testable import Images

/// The contents of a file that `Tests/Fixtures/make_images.py` wrote.
func fixture<Contents: Decodable>(_ name: String, as type: Contents.Type = Contents.self) throws -> Contents {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
}

/// A picture in a fixture.
struct Picture: Decodable {
    let width: Int
    let height: Int
    let pixels: Data

    var image: Image { Image(width: width, height: height, pixels: [UInt8](pixels)) }
}

/// The single-precision numbers that the bytes of a fixture hold.
func floats(_ data: Data) -> [Float] {
    data.withUnsafeBytes { bytes in
        stride(from: 0, to: bytes.count, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self) }
    }
}

/// A picture of numbers in a fixture.
struct FloatPicture: Decodable {
    let channels: Int
    let height: Int
    let width: Int
    let values: Data

    var image: FloatImage { FloatImage(channels: channels, height: height, width: width, values: floats(values)) }
}

/// An image file in a fixture, and the picture it holds.
struct ImageFileCase: Decodable {
    let name: String
    let file: Data
    let expected: Picture
}

/// A bad image file in a fixture, and part of what the message says was found.
struct HostileFileCase: Decodable {
    let name: String
    let file: Data
    let found: String
}

/// A fixture with image files, good and bad.
struct ImageFiles: Decodable {
    let cases: [ImageFileCase]
    let hostile: [HostileFileCase]
}

/// What Pillow and torchvision compute, and we to the last bit: the limit is far below one step of 8 bits.
func exactRow(_ subject: String, _ quantity: String = "pixels") -> ParityRow {
    ParityRow("Transforms", subject, quantity, limit: 1e-6)
}

/// Records an issue that names the first pixel in which two pictures differ.
///
/// - Parameter subject: the row of the table of `Benchmarks/parity` that the difference goes into.
func expectSame(
    _ image: Image, _ expected: Picture, _ name: String, as subject: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    _ = exactRow(subject).error(image.pixels.map { Float($0) }, expected.pixels.map { Float($0) })
    guard image.width == expected.width, image.height == expected.height else {
        Issue.record(
            "\(name): \(image.width)×\(image.height), expected \(expected.width)×\(expected.height)",
            sourceLocation: sourceLocation)
        return
    }
    let different = zip(image.pixels, expected.pixels).enumerated().filter { $1.0 != $1.1 }
    guard let (i, (value, correct)) = different.first else { return }
    let place = "row \(i / 3 / image.width), column \(i / 3 % image.width), channel \(i % 3)"
    Issue.record(
        "\(name): \(different.count) values differ, first \(value) instead of \(correct) in \(place)",
        sourceLocation: sourceLocation)
}

/// Runs `body` with the path of a new folder that is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
}

/// The error that `body` throws; an issue if it throws none.
func fileError(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Image
) -> FileError? {
    do {
        let image = try body()
        Issue.record("\(name): no error, but \(image.width)×\(image.height)", sourceLocation: sourceLocation)
    } catch let error as FileError {
        return error
    } catch {
        Issue.record("\(name): not a FileError, but \(error)", sourceLocation: sourceLocation)
    }
    return nil
}
