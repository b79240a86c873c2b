import COneDNN

/// A layout in single precision whose channels lie in blocks (of one in the plain layout), each block's pixels one after
/// the other.
///
/// Blocks of more than one are multiples of eight, and begin at addresses that `SIMD8<Float>` may be read from.
struct ChannelPlanes {
    let layout: Layout
    /// How many channels lie together: 1, 8 or 16, or all of them.
    let block: Int
    let blocksPerImage: Int
    let batch: Int
    let channels: Int
    let height: Int
    let width: Int
    /// `height · width`
    let pixels: Int

    /// `nil` for a layout of another kind.
    init?(_ layout: Layout) {
        let descriptor = layout.descriptor
        let shape = layout.shape
        guard shape.count == 4, layout.format == .single, descriptor.format_kind == dnnl_blocked else { return nil }
        let blocking = descriptor.format_desc.blocking
        let isBlocked = blocking.inner_nblks == 1 && blocking.inner_idxs.0 == 1
        let isChannelsLast = blocking.inner_nblks == 0 && blocking.strides.1 == 1 && shape[2] * shape[3] > 1
        guard blocking.inner_nblks == 0 || isBlocked else { return nil }
        let paddedChannels = Int(descriptor.padded_dims.1)
        block = isBlocked ? Int(blocking.inner_blks.0) : isChannelsLast ? paddedChannels : 1
        blocksPerImage = paddedChannels / block
        (batch, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
        pixels = height * width
        let strides = [blocking.strides.0, blocking.strides.1, blocking.strides.2, blocking.strides.3].map { Int($0) }
        let expected = [
            blocksPerImage * pixels * block, isChannelsLast ? 1 : pixels * block, shape[3] * block, block,
        ]
        guard strides == expected, block == 1 || block % 8 == 0 else { return nil }
        self.layout = layout
    }

    /// Which of the `batch · channels` channels a lane of a block is; `nil` for one that only fills the block up.
    func lane(_ lane: Int, of plane: Int) -> Int? {
        let channel = plane % blocksPerImage * block + lane
        return channel < channels ? plane / blocksPerImage * channels + channel : nil
    }
}
