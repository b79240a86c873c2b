import Files
import Foundation
import Images

/// Handwritten digits, grey, 8×8, from a file of lines with 64 numbers from 0 to 16 and the digit, packed by gzip.
struct DigitsDataset: ImageDataset {
    let classes = (0...9).map(String.init)
    private let path: String
    private let rows: [[UInt8]]

    private static let side = 8
    private static let darkest: UInt8 = 16

    init(_ path: String) throws {
        let expected = "lines of 64 numbers from 0 to 16 and a digit"
        let packed = try readFile(path, expected: expected + ", packed by gzip")
        let text = String(decoding: try inflated(packed, limit: 1 << 24, file: path), as: UTF8.self)
        self.path = path
        rows = try text.split(separator: "\n").enumerated().map { line, text in
            let values = text.split(separator: ",").compactMap { UInt8($0) }
            guard values.count == Self.side * Self.side + 1, values.last! <= 9,
                values.dropLast().allSatisfy({ $0 <= Self.darkest })
            else { throw FileError(path, expected: expected, found: "“\(text.prefix(40))…” in line \(line + 1)") }
            return values
        }
    }

    var count: Int { rows.count }
    func label(at index: Int) -> Int { Int(rows[index][Self.side * Self.side]) }
    func name(at index: Int) -> String { "\(path), line \(index + 1)" }

    /// White strokes on black; 16 becomes 255.
    func image(at index: Int) -> Image {
        let pixels = rows[index].dropLast().flatMap { value in
            [UInt8](repeating: UInt8((Int(value) * 255 + 8) / Int(Self.darkest)), count: 3)
        }
        return Image(width: Self.side, height: Self.side, pixels: pixels)
    }
}
