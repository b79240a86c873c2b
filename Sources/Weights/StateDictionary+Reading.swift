import Files
import Foundation

extension StateDictionary {
    /// Reads a weights file: safetensors, or what PyTorch's `torch.save` wrote, now (a zip archive) or before
    /// version 1.6 (a row of pickles). Weights that are spread over several safetensors files are read by their index
    /// (`model.safetensors.index.json`), or by the folder it lies in.
    ///
    /// The format is recognised by the contents, not by the name. From a PyTorch file only dictionaries, lists,
    /// numbers, texts and tensors are built; a pickle that asks for anything else is refused by name, and no code
    /// in it ever runs. A checkpoint that keeps its state dictionary under `state_dict`, `model_state_dict` or
    /// `model` gives that one.
    ///
    /// - Throws: `FileError` when the file cannot be read, is of another format, is damaged, or holds anything but
    ///   arrays by name.
    public init(contentsOfFile path: String) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            let index = URL(fileURLWithPath: path).appendingPathComponent(ShardIndex.usualName).relativePath
            let data = try readFile(index, expected: "a weights file, or a folder with the index of several")
            try self.init(shardIndex: data, file: index)
            return
        }
        let data = try readFile(path, expected: "a weights file")
        if isJSON(data) {
            try self.init(shardIndex: data, file: path)
        } else if data.count > 8, data[8] == UInt8(ascii: "{") {
            try self.init(safetensors: data, file: path)
        } else if data.starts(with: "PK\u{3}\u{4}".utf8) {
            try self.init(torchArchive: data, file: path)
        } else if data.first == PickleOpcode.proto.rawValue {
            try self.init(legacyTorch: data, file: path)
        } else {
            throw FileError(
                path, expected: "a weights file (safetensors, or a PyTorch .pth)", found: description(of: data))
        }
    }
}

/// Whether a file is JSON text rather than safetensors, whose first 8 bytes are a length and end in zeros.
private func isJSON(_ data: Data) -> Bool {
    let start = data.prefix(8)
    return !start.contains { $0 < 0x09 } && start.first { !" \t\n\r".utf8.contains($0) } == UInt8(ascii: "{")
}

/// What a file that is no weights file seems to be, for the message.
private func description(of data: Data) -> String {
    if data.isEmpty { return "an empty file" }
    if data.dropFirst(257).starts(with: "ustar".utf8) {
        return "a tar archive; if PyTorch wrote it (before version 0.2), \(resaveAdvice)"
    }
    let start = data.prefix(24).prefix { $0 >= 0x20 && $0 < 0x7F }
    guard start.count >= 8 || start.count == data.count else { return "bytes of an unknown format" }
    return "a file that begins with \"\(String(decoding: start, as: UTF8.self))\""
}

/// How to turn a file that only Python reads into one that is read here.
let resaveAdvice = "load it in Python and save its state_dict() with torch.save or safetensors"
