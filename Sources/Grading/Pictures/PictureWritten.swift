import Foundation
import TrainingCore

/// The picture that `write` leaves at the path that it is given.
///
/// - Throws: ``Mistake`` if there is none, or none in PNG format; what `write` throws.
func pictureWritten(_ write: (_ path: String) throws -> Void) throws -> Image {
    try withScratchFolder { folder in
        let path = "\(folder)/picture.png"
        try write(path)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Mistake(expected: "a picture at the path that was given", found: "no file there")
        }
        guard data.starts(with: [0x89, 0x50, 0x4E, 0x47]) else {
            throw Mistake(expected: "a picture in PNG format", found: "a file of another format")
        }
        do {
            return try Image(contentsOfFile: path)
        } catch let error as FileError {
            throw Mistake(expected: error.expected, found: error.found)
        }
    }
}

extension Image {
    /// The pixels of a place in a chart's layout, as far as they are in the picture; white beyond its edges.
    func part(_ place: Rectangle, scale: Double) -> Image {
        let columns = Int((place.x * scale).rounded())..<Int((place.maxX * scale).rounded())
        let rows = Int((place.y * scale).rounded())..<Int((place.maxY * scale).rounded())
        var part: [UInt8] = []
        part.reserveCapacity(rows.count * columns.count * 3)
        for row in rows {
            for column in columns {
                if (0..<height).contains(row), (0..<width).contains(column) {
                    let start = 3 * (row * width + column)
                    part += pixels[start..<start + 3]
                } else {
                    part += [255, 255, 255]
                }
            }
        }
        return Image(width: columns.count, height: rows.count, pixels: part)
    }
}
