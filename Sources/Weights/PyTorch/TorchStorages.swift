import Files

/// Makes arrays from the tensors of one file, and reads every storage once.
///
/// The arrays may take 32 times as much memory as the file and 16 MiB more, so that a small file cannot fill the
/// memory with many views of the same numbers or with what compresses too well to be weights.
struct TorchStorages {
    private let file: String
    private let limit: Int
    private var byteCount = 0
    private var known: [TorchStorage: [UInt8]] = [:]
    private let read: (TorchStorage) throws -> [UInt8]

    /// The storages of `file`, whose size is `fileByteCount`; `read` gives as many bytes as the storage says.
    init(file: String, fileByteCount: Int, read: @escaping (TorchStorage) throws -> [UInt8]) {
        self.file = file
        self.limit = (16 << 20) + 32 * fileByteCount
        self.read = read
    }

    /// The numbers of `tensor`, contiguous; `name` is for messages.
    mutating func array(_ tensor: TorchTensor, name: String) throws -> WeightArray {
        let storage = tensor.storage
        guard let byteCount = tensor.byteCount else {
            throw FileError(
                file, expected: "\(name.inMessage) to lie within the \(storage.count) numbers stored",
                found: "offset \(tensor.offset), shape \(tensor.shape), strides \(tensor.strides)".inMessage)
        }
        try account(for: byteCount, name: name)
        return WeightArray(
            scalarType: storage.scalarType, shape: tensor.shape,
            bytes: tensor.gathered(from: try bytes(of: storage, name: name)))
    }

    private mutating func bytes(of storage: TorchStorage, name: String) throws -> [UInt8] {
        if let bytes = known[storage] { return bytes }
        try account(for: storage.byteCount, name: name)
        let bytes = try read(storage)
        known[storage] = bytes
        return bytes
    }

    private mutating func account(for bytes: Int, name: String) throws {
        guard bytes <= limit - byteCount else {
            throw FileError(
                file, expected: "arrays of at most \(limit) bytes together", found: "more, up to \(name.inMessage)")
        }
        byteCount += bytes
    }
}
