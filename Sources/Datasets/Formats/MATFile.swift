import Files
import Foundation

/// The numbers in a MATLAB file of version 5, the format of the labels of Oxford's flowers.
///
/// After a header of 128 bytes stand elements: a type, a length, and as many bytes. An element is an array, or an array
/// compressed with zlib. Arrays of numbers are read, whatever their type; all others are passed over.
/// MathWorks, "MAT-File Format".
public struct MATFile: Sendable {
    /// The values of each array in the order of the file, column after column, by the array's name.
    public let arrays: [String: [Double]]

    private static let expected = "a MATLAB file of version 5, written on a little-endian machine"
    private static let largestArray = 1 << 26

    /// Reads the file at `path`.
    ///
    /// - Throws: `FileError` when there is no such file, it is of another version or byte order, or it is damaged.
    public init(contentsOfFile path: String) throws {
        let data = try readFile(path, expected: Self.expected)
        guard data.count >= 128, Array(data.dropFirst(124).prefix(4)) == [0x00, 0x01, 0x49, 0x4D] else {
            let found = data.count < 128 ? "only \(data.count) bytes" : "a file of another kind, version or byte order"
            throw FileError(path, expected: Self.expected, found: found)
        }
        var arrays: [String: [Double]] = [:]
        var elements = MATElements(data.dropFirst(128), file: path)
        while let element = try elements.next() {
            switch element.type {
            case 14: try Self.add(element, to: &arrays, file: path)
            case 15:
                let unpacked = try inflated(element.data, limit: Self.largestArray, file: path)
                var inner = MATElements(unpacked, file: path)
                if let element = try inner.next(), element.type == 14 {
                    try Self.add(element, to: &arrays, file: path)
                }
            default: break
            }
        }
        self.arrays = arrays
    }

    /// Reads an array: what kind it is, its dimensions, its name, its values.
    private static func add(_ element: MATElements.Element, to arrays: inout [String: [Double]], file: String) throws {
        var parts = MATElements(element.data, file: file)
        // From 6 on, the kinds are arrays of numbers.
        guard let flags = try parts.next()?.data.first, flags >= 6,
            let dimensions = try parts.next()?.numbers, let name = try parts.next(),
            let values = try parts.next()?.numbers
        else { return }
        let count = dimensions.reduce(1, *)
        guard Double(values.count) == count else {
            throw FileError(file, expected: "\(count) values of \(dimensions)", found: "\(values.count)")
        }
        arrays[String(decoding: name.data, as: UTF8.self)] = values
    }
}

/// The elements of a MATLAB file, or of an array in it, one after the other.
private struct MATElements {
    /// What is written, and how.
    struct Element {
        let type: UInt32
        let data: Data

        /// The values, if the type is a number's.
        var numbers: [Double]? {
            switch type {
            case 1: read(Int8.self).map(Double.init)
            case 2: read(UInt8.self).map(Double.init)
            case 3: read(Int16.self).map(Double.init)
            case 4: read(UInt16.self).map(Double.init)
            case 5: read(Int32.self).map(Double.init)
            case 6: read(UInt32.self).map(Double.init)
            case 7: read(UInt32.self).map { Double(Float(bitPattern: $0)) }
            case 9: read(UInt64.self).map { Double(bitPattern: $0) }
            case 12: read(Int64.self).map(Double.init)
            case 13: read(UInt64.self).map(Double.init)
            default: nil
            }
        }

        private func read<Number: FixedWidthInteger>(_ type: Number.Type) -> [Number] {
            data.withUnsafeBytes { bytes in
                (0..<bytes.count / MemoryLayout<Number>.size).map {
                    Number(
                        littleEndian: bytes.loadUnaligned(
                            fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self))
                }
            }
        }
    }

    private var rest: Data
    private let file: String

    init(_ data: Data, file: String) {
        rest = data
        self.file = file
    }

    /// The next element, `nil` at the end.
    mutating func next() throws -> Element? {
        guard !rest.isEmpty else { return nil }
        let tag = Element(type: 6, data: try take(8))
        let words = tag.numbers?.map { UInt32($0) } ?? []
        // Up to four bytes fit beside the type: the length is its upper half.
        if words[0] >> 16 != 0 {
            return Element(type: words[0] & 0xFFFF, data: tag.data.dropFirst(4).prefix(Int(words[0] >> 16)))
        }
        let element = Element(type: words[0], data: try take(Int(words[1])))
        // Elements begin at multiples of eight, all but those behind a compressed one.
        if element.type != 15 { rest = rest.dropFirst((8 - element.data.count % 8) % 8) }
        return element
    }

    private mutating func take(_ count: Int) throws -> Data {
        guard rest.count >= count else {
            throw FileError(file, expected: "an element of \(count) bytes", found: "the end after \(rest.count)")
        }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
