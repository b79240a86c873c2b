import COneDNN

/// How the numbers of a tensor lie in memory: row by row ("plain"), or in the blocks of channels a kernel asked for.
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
    static func plain(_ shape: [Int]) -> Layout {
        var descriptor = dnnl_memory_desc_t()
        let status = withDims(shape) { dims in
            withDims(contiguousStrides(shape)) {
                dnnl_memory_desc_init_by_strides(&descriptor, Int32(shape.count), dims, dnnl_f32, $0)
            }
        }
        check(status, "describing a tensor of shape \(shape)")
        return Layout(descriptor)
    }

    /// A request: the primitive that gets it chooses.
    static func any(_ shape: [Int]) -> Layout {
        var descriptor = dnnl_memory_desc_t()
        let status = withDims(shape) {
            dnnl_memory_desc_init_by_tag(&descriptor, Int32(shape.count), $0, dnnl_f32, dnnl_format_tag_any)
        }
        check(status, "describing a tensor of shape \(shape)")
        return Layout(descriptor)
    }

    /// Images `[batch, channels, height, width]` whose channels lie in blocks as wide as this machine's vectors; `nil`
    /// where it has no kernels for that.
    static func blocked(_ shape: [Int]) -> Layout? {
        let tag = Engine.cpu.channelBlock == 16 ? dnnl_nChw16c : dnnl_nChw8c
        guard shape.count == 4, Engine.cpu.channelBlock > 1 else { return nil }
        var descriptor = dnnl_memory_desc_t()
        let status = withDims(shape) { dnnl_memory_desc_init_by_tag(&descriptor, 4, $0, dnnl_f32, tag) }
        check(status, "describing a tensor of shape \(shape)")
        return Layout(descriptor)
    }

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

/// The distance in memory between neighbours along each axis of a row-major array.
func contiguousStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) {
        strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1)
    }
    return strides
}
