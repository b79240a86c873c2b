import Files
import Foundation

/// What `model.safetensors.index.json` says: in which of several safetensors files each array lies.
///
/// The file is a JSON object with a `weight_map` from the arrays' names to the names of the files beside it. Whatever
/// else it holds is not needed.
struct ShardIndex {
    /// The name that such a file has in a folder of weights.
    static let usualName = "model.safetensors.index.json"

    /// The arrays' names in the order of the file, each with the file that has it.
    private(set) var entries: [(name: String, shard: String)] = []
    private let file: String

    /// Reads the contents of an index; `file` is for messages.
    init(_ data: Data, file: String) throws {
        self.file = file
        guard data.count <= SafetensorsHeader.maximumByteCount else {
            throw FileError(
                file, expected: "an index of at most \(SafetensorsHeader.maximumByteCount) bytes",
                found: "one of \(data.count)")
        }
        var scanner = JSONScanner([UInt8](data), part: "the index", file: file)
        var hasMap = false
        try scanner.object { scanner, key in
            guard key == "weight_map" else { return try scanner.skipValue() }
            guard !hasMap else { throw FileError(file, expected: "one weight_map", found: "two") }
            hasMap = true
            try readMap(&scanner)
        }
        try scanner.end()
        guard hasMap else {
            throw FileError(
                file, expected: "the index of sharded weights, with a weight_map", found: "none in the JSON")
        }
    }

    /// The files that the entries name, each once, in order.
    var shards: [String] {
        var known: Set<String> = []
        return entries.map(\.shard).filter { known.insert($0).inserted }
    }

    private mutating func readMap(_ scanner: inout JSONScanner) throws {
        var known: Set<String> = []
        try scanner.object { scanner, name in
            guard known.insert(name).inserted else {
                throw FileError(file, expected: "every name once in weight_map", found: "\(name.inMessage) twice")
            }
            let shard = try scanner.string()
            guard isPlainName(shard), shard.hasSuffix(".safetensors") else {
                throw FileError(
                    file, expected: "the name of a .safetensors file beside it for \(name.inMessage)",
                    found: "\"\(shard.inMessage)\"")
            }
            entries.append((name, shard))
        }
    }

    /// Whether the text names a file in the index's own folder and no other.
    private func isPlainName(_ name: String) -> Bool {
        !name.unicodeScalars.contains { "/\\".unicodeScalars.contains($0) || $0.properties.generalCategory == .control }
    }
}

extension StateDictionary {
    /// Reads the safetensors files that an index names, from the index's folder. The arrays come in the order of the
    /// index; what the files say about themselves is left out.
    ///
    /// - Throws: `FileError` when a file is missing or damaged, or when the files hold other arrays than the index
    ///   says, or one array twice.
    init(shardIndex data: Data, file: String) throws {
        let index = try ShardIndex(data, file: file)
        let shardOfName = Dictionary(uniqueKeysWithValues: index.entries.map { ($0.name, $0.shard) })
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        var arrays: [String: WeightArray] = [:]
        for shard in index.shards {
            let path = folder.appendingPathComponent(shard).relativePath
            let contents = try readFile(path, expected: "a safetensors file that \(file) names")
            let part = try StateDictionary(safetensors: contents, file: path)
            for name in part.names {
                guard shardOfName[name] == shard else {
                    let place = shardOfName[name].map { "which belongs into \($0)" } ?? "which has no place in it"
                    throw FileError(
                        path, expected: "the arrays that \(file) places there", found: "\(name.inMessage), \(place)")
                }
                arrays[name] = part[name]
            }
        }
        self.init()
        for (name, shard) in index.entries {
            guard let array = arrays[name] else {
                throw FileError(file, expected: "\(name.inMessage) in \(shard)", found: "no such array there")
            }
            self[name] = array
        }
    }
}
