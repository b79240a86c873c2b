import Files
import Foundation

extension StateDictionary {
    /// Reads what `torch.save` wrote before PyTorch 1.6 (and writes still when asked for the old serialization).
    ///
    /// Such a file is a row of pickles (a magic number, a version, facts about the machine, the object itself, the
    /// keys of the storages) and then, for each key, a count of 8 bytes and the numbers.
    init(legacyTorch data: Data, file: String) throws {
        let magic: [UInt8] = [0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
        guard let start = [2, 11].first(where: { data.dropFirst($0).starts(with: magic) }) else {
            throw FileError(
                file, expected: "a PyTorch file", found: "a Python pickle that torch.save did not write")
        }
        var reader = PickleReader(data, at: start + magic.count, file: file)
        guard case .integer(1001) = try reader.load() else {
            throw FileError(file, expected: "version 1001 of PyTorch's old format", found: "another one")
        }
        guard case .dictionary(let facts) = try reader.load(),
            reader.dictionaries[facts].contains(where: {
                if case (.string("little_endian"), .bool(true)) = $0 { true } else { false }
            })
        else {
            throw FileError(
                file, expected: "numbers in little-endian order", found: "another order; \(resaveAdvice)")
        }
        let root = try reader.load()
        let ranges = try reader.storageRanges(in: data)
        let storages = TorchStorages(file: file, fileByteCount: data.count) { storage in
            guard let range = ranges[storage.key], range.count == storage.byteCount else {
                throw FileError(
                    file, expected: "storage \(storage.key.inMessage) of \(storage.byteCount) bytes",
                    found: ranges[storage.key].map { "\($0.count) bytes" } ?? "none")
            }
            return [UInt8](data[range])
        }
        try self.init(root: root, reader: reader, storages: storages)
    }
}

extension PickleReader {
    /// Where in `data` the bytes of each storage lie, read from the list of keys after the object's pickle.
    fileprivate mutating func storageRanges(in data: Data) throws -> [String: Range<Int>] {
        guard case .list(let keys) = try load() else { throw damaged("no list of storages") }
        var ranges: [String: Range<Int>] = [:]
        var position = position
        for case .string(let key) in sequences[keys] {
            let start = position + 8
            guard let storage = storages[key], storage.byteCount <= data.count - start else {
                throw FileError(
                    file, expected: "the numbers of storage \(key.inMessage) within the file's \(data.count) bytes",
                    found: "the file's end")
            }
            let count = data[position..<start].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard count == UInt64(storage.count) else {
                throw FileError(
                    file, expected: "\(storage.count) numbers in storage \(key.inMessage)", found: "\(count)")
            }
            position = start + storage.byteCount
            ranges[key] = start..<position
        }
        return ranges
    }
}
