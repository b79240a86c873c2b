import Files
import Foundation

/// What the header of a safetensors file says, checked: every array's bytes lie in the file and belong to it alone.
///
/// The checks are those of the reference implementation (the `safetensors` crate); besides, a name must not come
/// twice, which there goes unnoticed.
struct SafetensorsHeader {
    /// One array: its bytes are `range` of the file.
    struct Entry {
        let name: String
        let scalarType: ScalarType
        let shape: [Int]
        let range: Range<Int>
    }

    /// The arrays in the header's order.
    private(set) var entries: [Entry] = []
    private(set) var metadata: [String: String] = [:]
    private let file: String
    /// Where in the file the arrays' bytes lie; an array's `data_offsets` count from its start.
    private let dataRange: Range<Int>

    /// The reference implementation's limit.
    static let maximumByteCount = 100_000_000

    init(_ data: Data, file: String) throws {
        self.file = file
        let declared = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let limit = min(data.count - 8, Self.maximumByteCount)
        guard data.count >= 8, declared <= UInt64(limit) else {
            throw FileError(
                file, expected: "a safetensors header of at most \(max(limit, 0)) bytes",
                found: "one of \(declared) in a file of \(data.count)")
        }
        let dataStart = 8 + Int(declared)
        dataRange = dataStart..<data.count
        var scanner = JSONScanner([UInt8](data[8..<dataStart]), part: "the header", file: file)
        try readHeader(&scanner)
        try checkLayout()
    }

    private mutating func readHeader(_ scanner: inout JSONScanner) throws {
        var known: Set<String> = []
        try scanner.object { scanner, name in
            guard known.insert(name).inserted else {
                throw FileError(file, expected: "every name once", found: "\(name.inMessage) twice")
            }
            if name == "__metadata__" {
                metadata = try readMetadata(&scanner)
            } else {
                entries.append(try readEntry(&scanner, name: name))
            }
        }
        try scanner.end()
    }

    private func readMetadata(_ scanner: inout JSONScanner) throws -> [String: String] {
        var metadata: [String: String] = [:]
        guard !scanner.takeNull() else { return metadata }
        try scanner.object { scanner, key in
            guard metadata.updateValue(try scanner.string(), forKey: key) == nil else {
                throw FileError(file, expected: "every name in __metadata__ once", found: "\(key.inMessage) twice")
            }
        }
        return metadata
    }

    private func readEntry(_ scanner: inout JSONScanner, name: String) throws -> Entry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.object { scanner, key in
            switch key {
            case "dtype" where type == nil: type = try scanner.string()
            case "shape" where shape == nil: shape = try readNumbers(&scanner)
            case "data_offsets" where offsets == nil: offsets = try readNumbers(&scanner)
            case "dtype", "shape", "data_offsets":
                throw FileError(file, expected: "one \(key) of \(name.inMessage)", found: "two")
            default: try scanner.skipValue()
            }
        }
        guard let type, let shape, let offsets else {
            throw FileError(
                file, expected: "dtype, shape and data_offsets of \(name.inMessage)", found: "not all of them")
        }
        guard let scalarType = ScalarType(safetensorsName: type) else {
            let known = ScalarType.safetensorsOrder.map(\.safetensorsName).joined(separator: ", ")
            throw FileError(file, expected: "the dtype of \(name.inMessage) among \(known)", found: type.inMessage)
        }
        guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= dataRange.count else {
            throw FileError(
                file, expected: "data_offsets of \(name.inMessage), start and end, within \(dataRange.count) bytes",
                found: "\(offsets)".inMessage)
        }
        guard scalarType.byteCount(ofShape: shape) == offsets[1] - offsets[0] else {
            let needed = scalarType.byteCount(ofShape: shape).map { "\($0)" } ?? "more than 2^63"
            throw FileError(
                file, expected: "\(needed) bytes for \(name.inMessage), \(type) of shape \("\(shape)".inMessage)",
                found: "data_offsets \(offsets)")
        }
        let range = dataRange.lowerBound + offsets[0]..<dataRange.lowerBound + offsets[1]
        return Entry(name: name, scalarType: scalarType, shape: shape, range: range)
    }

    private func readNumbers(_ scanner: inout JSONScanner) throws -> [Int] {
        var numbers: [Int] = []
        try scanner.array { scanner in numbers.append(try scanner.wholeNumber()) }
        return numbers
    }

    /// Checks that the arrays fill the file from the header to its end, without hole or overlap.
    private func checkLayout() throws {
        var end = dataRange.lowerBound
        let sorted = entries.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        for entry in sorted {
            guard entry.range.lowerBound == end else {
                throw FileError(
                    file, expected: "\(entry.name.inMessage) to start where the array before it ends",
                    found: "\(entry.range.lowerBound - end) bytes between")
            }
            end = entry.range.upperBound
        }
        guard end == dataRange.upperBound else {
            throw FileError(
                file, expected: "\(end - dataRange.lowerBound) bytes of arrays, as the header says",
                found: "\(dataRange.count)")
        }
    }
}
