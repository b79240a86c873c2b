import COneDNN
import Checks

/// Each channel of each image multiplied by a number of its own, as squeeze-and-excitation does.
///
/// oneDNN can repeat a factor along all images or along none, but not one per image and channel.
///
/// - Parameters:
///   - x: `[batch, channels, height, width]`
///   - factors: `[batch, channels, 1, 1]`
/// - Returns: a tensor of `x`'s shape.
func scaleChannels(_ x: Tensor, by factors: Tensor) -> Tensor {
    let planes = ChannelPlanes(x.layout) ?? ChannelPlanes(.plain(x.shape))!
    let source = x.reordered(to: planes.layout)
    return recorded(planes.scaled(source, by: factors.values), from: x, factors) { gradient in
        let gradient = gradient.reordered(to: planes.layout)
        return [
            x.requiresGrad ? planes.scaled(gradient, by: factors.values) : nil,
            factors.requiresGrad ? Tensor(planes.sums(of: gradient, times: source), shape: factors.shape) : nil,
        ]
    }
}

/// A layout whose channels lie in blocks (of one in the plain layout), each block's pixels one after the other.
private struct ChannelPlanes {
    let layout: Layout
    /// How many channels lie together: 1, 8 or 16, or all of them.
    private let block: Int
    private let blocksPerImage: Int
    private let batch: Int
    private let channels: Int
    private let pixels: Int

    /// `nil` for a layout of another kind.
    init?(_ layout: Layout) {
        let descriptor = layout.descriptor
        let shape = layout.shape
        guard shape.count == 4, descriptor.format_kind == dnnl_blocked else { return nil }
        let blocking = descriptor.format_desc.blocking
        let isBlocked = blocking.inner_nblks == 1 && blocking.inner_idxs.0 == 1
        let isChannelsLast = blocking.inner_nblks == 0 && blocking.strides.1 == 1
        guard blocking.inner_nblks == 0 || isBlocked else { return nil }
        let paddedChannels = Int(descriptor.padded_dims.1)
        block = isBlocked ? Int(blocking.inner_blks.0) : isChannelsLast ? paddedChannels : 1
        blocksPerImage = paddedChannels / block
        (batch, channels, pixels) = (shape[0], shape[1], shape[2] * shape[3])
        let strides = [blocking.strides.0, blocking.strides.1, blocking.strides.2, blocking.strides.3].map { Int($0) }
        let expected = [
            blocksPerImage * pixels * block, isChannelsLast ? 1 : pixels * block, shape[3] * block, block,
        ]
        guard strides == expected, block == 1 || block % 8 == 0 else { return nil }
        self.layout = layout
    }

    func scaled(_ x: Tensor, by factors: [Float]) -> Tensor {
        let y = Tensor(shape: x.shape, layout: layout, storage: Storage(byteCount: layout.byteCount))
        let source = x.storage.pointer.assumingMemoryBound(to: Float.self)
        let target = y.storage.pointer.assumingMemoryBound(to: Float.self)
        let size = pixels * block
        inParallel(batch * blocksPerImage, cost: size) { planes in
            var lanes = [Float](repeating: 0, count: block)
            for plane in planes {
                for lane in 0..<block { lanes[lane] = self.lane(lane, of: plane).map { factors[$0] } ?? 0 }
                let (from, to) = (source + plane * size, target + plane * size)
                if block == 1 {
                    for i in 0..<size { to[i] = from[i] * lanes[0] }
                } else {
                    lanes.withUnsafeBufferPointer { lanes in
                        for pixel in stride(from: 0, to: size, by: block) {
                            for lane in stride(from: 0, to: block, by: 8) {
                                store(load(from + pixel + lane) * load(lanes.baseAddress! + lane), to + pixel + lane)
                            }
                        }
                    }
                }
            }
        }
        return y
    }

    /// The sum of the products over each channel's pixels, `batch · channels` numbers.
    func sums(of a: Tensor, times b: Tensor) -> [Float] {
        var sums = [Float](repeating: 0, count: batch * channels)
        let first = a.storage.pointer.assumingMemoryBound(to: Float.self)
        let second = b.storage.pointer.assumingMemoryBound(to: Float.self)
        let size = pixels * block
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let sums = sums
            inParallel(batch * blocksPerImage, cost: 2 * size) { planes in
                for plane in planes {
                    let (a, b) = (first + plane * size, second + plane * size)
                    if block == 1 {
                        sums[plane] = dotProduct(a, b, size)
                        continue
                    }
                    var lanes = [Float](repeating: 0, count: block)
                    lanes.withUnsafeMutableBufferPointer { lanes in
                        for pixel in stride(from: 0, to: size, by: block) {
                            for lane in stride(from: 0, to: block, by: 8) {
                                let (a, b, sum) = (a + pixel + lane, b + pixel + lane, lanes.baseAddress! + lane)
                                store(load(sum) + load(a) * load(b), sum)
                            }
                        }
                    }
                    for lane in 0..<block { self.lane(lane, of: plane).map { sums[$0] = lanes[lane] } }
                }
            }
        }
        return sums
    }

    /// Which of the `batch · channels` channels a lane of a block is; `nil` for one that only fills the block up.
    private func lane(_ lane: Int, of plane: Int) -> Int? {
        let channel = plane % blocksPerImage * block + lane
        return channel < channels ? plane / blocksPerImage * channels + channel : nil
    }
}

private func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
}

private func load(_ pointer: UnsafeMutablePointer<Float>) -> SIMD8<Float> { load(UnsafePointer(pointer)) }

private func store(_ value: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Float>.self)
}

private func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    var sum = SIMD8<Float>()
    let whole = count / 8 * 8
    for i in stride(from: 0, to: whole, by: 8) { sum += load(a + i) * load(b + i) }
    return (whole..<count).reduce(sum.sum()) { $0 + a[$1] * b[$1] }
}
