import Files
import Foundation

extension StateDictionary {
    /// Reads what `torch.save` writes since PyTorch 1.6: a zip archive with the object as a pickle in
    /// `<name>/data.pkl` and the bytes of each storage in `<name>/data/<key>`.
    init(torchArchive data: Data, file: String) throws {
        self = try data.withUnsafeBytes { bytes in
            let archive = try ZipArchive(bytes, file: file)
            let names = archive.names
            guard
                let pickleName = names.first(where: { name in
                    name.hasSuffix("/data.pkl") && name.count { $0 == "/" } == 1
                })
            else {
                throw FileError(
                    file, expected: "a PyTorch file", found: "a zip archive without data.pkl, so not from torch.save")
            }
            let folder = pickleName.dropLast("data.pkl".count)
            guard !names.contains("\(folder)constants.pkl") else {
                throw FileError(
                    file, expected: "a state dictionary (tensors by name)",
                    found: "a TorchScript program; \(resaveAdvice)")
            }
            if names.contains("\(folder)byteorder") {
                let order = try archive.contents(of: "\(folder)byteorder", sizes: 0...16)
                guard order == Array("little".utf8) else {
                    throw FileError(
                        file, expected: "numbers in little-endian order",
                        found: "\(String(decoding: order, as: UTF8.self).inMessage); \(resaveAdvice)")
                }
            }
            let pickle = try archive.contents(of: pickleName, sizes: 0...PickleReader.maximumByteCount)
            var reader = PickleReader(Data(pickle), file: file)
            let root = try reader.load()
            let storages = TorchStorages(file: file, fileByteCount: data.count) { storage in
                try archive.contents(
                    of: "\(folder)data/\(storage.key)", sizes: storage.byteCount...storage.byteCount)
            }
            return try StateDictionary(root: root, reader: reader, storages: storages)
        }
    }
}
