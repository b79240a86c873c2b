/// Numbers outside of a pickle that tensors refer to; several tensors may share them.
struct TorchStorage: Hashable {
    let key: String
    let scalarType: ScalarType
    let byteCount: Int

    /// How many numbers it holds.
    var count: Int { byteCount / scalarType.byteCount }
}

/// A view of a storage: the number at index `[i, j, …]` is the storage's number at
/// `offset + i · strides[0] + j · strides[1] + …`.
struct TorchTensor {
    let storage: TorchStorage
    let offset: Int
    let shape: [Int]
    let strides: [Int]

    /// The bytes of the tensor's numbers, or nil when it asks for numbers outside of its storage.
    var byteCount: Int? {
        guard shape.count == strides.count, offset >= 0, strides.allSatisfy({ $0 >= 0 }),
            let byteCount = storage.scalarType.byteCount(ofShape: shape)
        else { return nil }
        guard byteCount > 0 else { return 0 }
        var last = offset
        for (size, stride) in zip(shape, strides) {
            let (step, stepOverflow) = (size - 1).multipliedReportingOverflow(by: stride)
            let (sum, sumOverflow) = last.addingReportingOverflow(step)
            guard !stepOverflow, !sumOverflow else { return nil }
            last = sum
        }
        return last < storage.count ? byteCount : nil
    }

    /// Whether the numbers lie one after another, in row-major order.
    var isContiguous: Bool {
        var expected = 1
        for (size, stride) in zip(shape, strides).reversed() where size != 1 {
            guard stride == expected else { return false }
            expected *= size
        }
        return true
    }

    /// The tensor's numbers in row-major order, taken from the bytes of its storage.
    ///
    /// - Precondition: `byteCount` is not nil.
    func gathered(from bytes: [UInt8]) -> [UInt8] {
        guard let byteCount, byteCount > 0 else { return [] }
        if isContiguous {
            let start = offset * storage.scalarType.byteCount
            return byteCount == bytes.count ? bytes : Array(bytes[start..<start + byteCount])
        }
        return switch storage.scalarType.byteCount {
        case 1: gathered(from: bytes, as: UInt8.self)
        case 2: gathered(from: bytes, as: UInt16.self)
        case 4: gathered(from: bytes, as: UInt32.self)
        default: gathered(from: bytes, as: UInt64.self)
        }
    }

    /// Walks over the rows (the last dimension's numbers), counting them like an odometer. One step past the end of
    /// a dimension `start` may leave the range of `Int`, so it wraps, and comes back before anything is read.
    private func gathered<Number: BitwiseCopyable>(from bytes: [UInt8], as: Number.Type) -> [UInt8] {
        let columns = shape[shape.count - 1]
        let columnStride = strides[strides.count - 1]
        let rows = shape.dropLast().reduce(1, *)
        var index = [Int](repeating: 0, count: shape.count - 1)
        var start = offset
        let size = MemoryLayout<Number>.stride
        return [UInt8](unsafeUninitializedCapacity: rows * columns * size) { result, initialized in
            let target = UnsafeMutableRawBufferPointer(result)
            bytes.withUnsafeBytes { source in
                for row in 0..<rows {
                    for column in 0..<columns {
                        let number = source.loadUnaligned(
                            fromByteOffset: (start + column * columnStride) * size, as: Number.self)
                        target.storeBytes(of: number, toByteOffset: (row * columns + column) * size, as: Number.self)
                    }
                    for dimension in index.indices.reversed() {
                        index[dimension] += 1
                        start &+= strides[dimension]
                        guard index[dimension] == shape[dimension] else { break }
                        start &-= shape[dimension] &* strides[dimension]
                        index[dimension] = 0
                    }
                }
            }
            initialized = rows * columns * size
        }
    }
}
