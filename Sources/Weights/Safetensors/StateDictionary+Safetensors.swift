import Files
import Foundation

extension StateDictionary {
    /// Reads the contents of a safetensors file; `file` is for messages.
    init(safetensors data: Data, file: String) throws {
        let header = try SafetensorsHeader(data, file: file)
        self.init()
        metadata = header.metadata
        for entry in header.entries {
            self[entry.name] = WeightArray(
                scalarType: entry.scalarType, shape: entry.shape, bytes: [UInt8](data[entry.range]))
        }
    }

    /// Writes the arrays and the metadata as a safetensors file, whole or not at all.
    ///
    /// The arrays lie in the order of the reference implementation: by type, the widest first, then by name; for the
    /// same contents the file is the same byte for byte. The header is padded with spaces to a multiple of 8 bytes.
    ///
    /// - Throws: `FileError` when the file cannot be written, or an array bears the name `__metadata__`, which the
    ///   format keeps for itself.
    public func writeSafetensors(to path: String) throws {
        let ranks = Dictionary(uniqueKeysWithValues: zip(ScalarType.safetensorsOrder, 0...))
        let arrays = names.compactMap { name in self[name].map { (name: name, array: $0) } }.sorted {
            let (left, right) = (ranks[$0.array.scalarType]!, ranks[$1.array.scalarType]!)
            return left == right ? $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) : left < right
        }
        guard self["__metadata__"] == nil else {
            throw FileError(path, expected: "arrays of other names than __metadata__", found: "one of that name")
        }
        var file = header(for: arrays)
        file.reserveCapacity(arrays.reduce(file.count) { $0 + $1.array.bytes.count })
        for (_, array) in arrays { file += array.bytes }
        try writeAtomically(file, to: path)
    }

    /// The length and the text of the header of a file that holds `arrays` in this order.
    private func header(for arrays: [(name: String, array: WeightArray)]) -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var offset = 0
        for (name, array) in arrays {
            let shape = array.shape.map { "\($0)" }.joined(separator: ",")
            let end = offset + array.bytes.count
            members.append(
                "\(quoted(name)):{\"dtype\":\"\(array.scalarType.safetensorsName)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var text = [UInt8]("{\(members.joined(separator: ","))}".utf8)
        text += [UInt8](repeating: UInt8(ascii: " "), count: -text.count & 7)
        return withUnsafeBytes(of: UInt64(text.count).littleEndian) { [UInt8]($0) } + text
    }
}

/// `string` as JSON text, with only those characters escaped that must be.
private func quoted(_ string: String) -> String {
    let escapes: [Unicode.Scalar: String] = [
        "\"": "\\\"", "\\": "\\\\", "\u{8}": "\\b", "\u{C}": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    ]
    let characters = string.unicodeScalars.map { scalar in
        if let escape = escapes[scalar] { return escape }
        guard scalar.value < 0x20 else { return String(scalar) }
        return "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
    }
    return "\"\(characters.joined())\""
}
