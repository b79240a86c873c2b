import COneDNN

/// How the numbers of a tensor lie in memory: row by row ("plain"), or in the blocks of channels a kernel asked for; in
/// single precision, or rounded to half as many bits.
///
/// Convolutions are fastest on layouts of their own choosing. A layout therefore travels with each tensor, and only
/// who needs another one reorders.
final class Layout: @unchecked Sendable, Hashable {
    let descriptor: dnnl_memory_desc_t
    /// The sizes oneDNN sees; a scalar is seen as `[1]`.
    let shape: [Int]
    /// The bytes a buffer in this layout takes, blocks filled up included.
    let byteCount: Int
    private let hash: Int

    init(_ descriptor: dnnl_memory_desc_t) {
        self.descriptor = descriptor
        let rank = Int(descriptor.ndims)
        self.shape = withUnsafeBytes(of: descriptor.dims) { bytes in
            bytes.bindMemory(to: dnnl_dim_t.self).prefix(rank).map(Int.init)
        }
        self.byteCount = withUnsafePointer(to: descriptor) { dnnl_memory_desc_get_size($0) }
        self.hash = withUnsafeBytes(of: descriptor) { bytes in
            var hasher = Hasher()
            hasher.combine(bytes: bytes)
            return hasher.finalize()
        }
    }

    /// Row-major, the last axis contiguous.
    static func plain(_ shape: [Int], _ format: NumberFormat = .single) -> Layout {
        var descriptor = dnnl_memory_desc_t()
        let status = withDims(shape) { dims in
            withDims(contiguousStrides(shape)) {
                dnnl_memory_desc_init_by_strides(&descriptor, Int32(shape.count), dims, format.type, $0)
            }
        }
        check(status, "describing a tensor of shape \(shape)")
        return Layout(descriptor)
    }

    /// A request: the primitive that gets it chooses.
    static func any(_ shape: [Int], _ format: NumberFormat = .single) -> Layout {
        var descriptor = dnnl_memory_desc_t()
        let status = withDims(shape) {
            dnnl_memory_desc_init_by_tag(&descriptor, Int32(shape.count), $0, format.type, dnnl_format_tag_any)
        }
        check(status, "describing a tensor of shape \(shape)")
        return Layout(descriptor)
    }

    /// Images `[batch, channels, height, width]` whose channels lie in blocks as wide as this machine's vectors; `nil`
    /// where it has no kernels for that.
    static func blocked(_ shape: [Int], _ format: NumberFormat = .single) -> Layout? {
        let tag = Engine.cpu.channelBlock == 16 ? dnnl_nChw16c : dnnl_nChw8c
        guard shape.count == 4, Engine.cpu.channelBlock > 1 else { return nil }
        var descriptor = dnnl_memory_desc_t()
        let status = withDims(shape) { dnnl_memory_desc_init_by_tag(&descriptor, 4, $0, format.type, tag) }
        check(status, "describing a tensor of shape \(shape)")
        return Layout(descriptor)
    }

    var format: NumberFormat { descriptor.data_type == dnnl_bf16 ? .bfloat16 : .single }

    var isPlain: Bool { self == Layout.plain(shape) }

    static func == (a: Layout, b: Layout) -> Bool {
        if a === b { return true }
        guard a.hash == b.hash else { return false }
        return withUnsafePointer(to: a.descriptor) { first in
            withUnsafePointer(to: b.descriptor) { dnnl_memory_desc_equal(first, $0) != 0 }
        }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// What a number is kept as.
enum NumberFormat {
    /// 32 bits, 24 of them for the digits.
    case single
    /// The upper half of single precision: the same range, 8 bits for the digits.
    case bfloat16

    var type: dnnl_data_type_t { self == .single ? dnnl_f32 : dnnl_bf16 }
}

/// The distance in memory between neighbours along each axis of a row-major array.
func contiguousStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) {
        strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1)
    }
    return strides
}
