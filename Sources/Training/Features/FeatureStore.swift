import Files

/// Keeps the features of images, in memory as long as there is room, then in a file.
final class FeatureStore {
    /// Where the features of an image are.
    enum Place {
        case memory([Float])
        case file(offset: Int, count: Int)

        var byteCount: Int {
            switch self {
            case .memory(let values): values.count * MemoryLayout<Float>.stride
            case .file(_, let count): count * MemoryLayout<Float>.stride
            }
        }

        var isInFile: Bool { if case .file = self { true } else { false } }
    }

    private let limits: FeatureCaching
    private let file: UnnamedFile?
    private var bytesInMemory = 0

    /// - Throws: `FileError` when no file can be made in the folder.
    init(_ limits: FeatureCaching) throws {
        self.limits = limits
        file = try limits.folder.map { try UnnamedFile(in: $0) }
    }

    /// Keeps some numbers and says where; `nil` when there is no room for them.
    func keep(_ values: [Float]) -> Place? {
        let place = Place.memory(values)
        if bytesInMemory + place.byteCount <= limits.memoryLimit {
            bytesInMemory += place.byteCount
            return place
        }
        guard let file, file.byteCount + place.byteCount <= limits.fileLimit else { return nil }
        return values.withUnsafeBytes { file.append($0) }.map { .file(offset: $0, count: values.count) }
    }

    /// The numbers at a place.
    ///
    /// - Throws: `FileError` when the disk does not give them back.
    func values(at place: Place) throws -> [Float] {
        switch place {
        case .memory(let values): return values
        case .file(let offset, let count):
            return try [Float](unsafeUninitializedCapacity: count) { buffer, filled in
                try file?.read(UnsafeMutableRawBufferPointer(buffer), at: offset)
                filled = count
            }
        }
    }

    /// Has room again for what was at some places. A file does not shrink.
    func forget(_ places: some Sequence<Place>) {
        for place in places where !place.isInFile { bytesInMemory -= place.byteCount }
    }
}
