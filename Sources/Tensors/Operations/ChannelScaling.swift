/// Each channel of each image multiplied by a number of its own, as squeeze-and-excitation does.
///
/// oneDNN can repeat a factor along all images or along none, but not one per image and channel.
///
/// - Parameters:
///   - x: `[batch, channels, height, width]`
///   - factors: `[batch, channels, 1, 1]`
/// - Returns: a tensor of `x`'s shape.
func scaleChannels(_ x: Tensor, by factors: Tensor) -> Tensor {
    let planes =
        ChannelPlanes(x.layout) ?? Layout.blocked(x.shape).flatMap(ChannelPlanes.init) ?? ChannelPlanes(
            .plain(x.shape))!
    let source = x.reordered(to: planes.layout)
    return recorded(planes.scaled(source, by: factors.values), from: x, factors) { gradient in
        let gradient = gradient.reordered(to: planes.layout)
        return [
            x.requiresGrad ? planes.scaled(gradient, by: factors.values) : nil,
            factors.requiresGrad ? Tensor(planes.sums(of: gradient, times: source), shape: factors.shape) : nil,
        ]
    }
}

extension ChannelPlanes {
    /// Each channel times its factor; `factors` has `batch · channels` numbers.
    fileprivate func scaled(_ x: Tensor, by factors: [Float]) -> Tensor {
        let y = Tensor(shape: x.shape, layout: layout, storage: Storage(byteCount: layout.byteCount))
        inParallel(batch * blocksPerImage, cost: pixels * block) { planes in
            for plane in planes {
                if block == 1 {
                    let (from, to) = (x.numbers(Float.self, plane, pixels), y.numbers(Float.self, plane, pixels))
                    for i in 0..<pixels { to[i] = from[i] * factors[plane] }
                    continue
                }
                let lanes = (0..<block / 8).map { eighth in
                    SIMD8<Float>((0..<8).map { lane(8 * eighth + $0, of: plane).map { factors[$0] } ?? 0 })
                }
                let size = pixels * lanes.count
                let (from, to) = (x.numbers(SIMD8<Float>.self, plane, size), y.numbers(SIMD8<Float>.self, plane, size))
                lanes.withUnsafeBufferPointer { lanes in
                    for pixel in stride(from: 0, to: size, by: lanes.count) {
                        for i in lanes.indices { to[pixel + i] = from[pixel + i] * lanes[i] }
                    }
                }
            }
        }
        return y
    }

    /// The sum of the products over each channel's pixels, `batch · channels` numbers.
    fileprivate func sums(of a: Tensor, times b: Tensor) -> [Float] {
        var sums = [Float](repeating: 0, count: batch * channels)
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let sums = sums
            inParallel(batch * blocksPerImage, cost: 2 * pixels * block) { planes in
                for plane in planes {
                    if block == 1 {
                        sums[plane] = dotProduct(
                            a.numbers(Float.self, plane, pixels), b.numbers(Float.self, plane, pixels), pixels)
                        continue
                    }
                    var lanes = [SIMD8<Float>](repeating: .zero, count: block / 8)
                    let size = pixels * lanes.count
                    let (a, b) = (a.numbers(SIMD8<Float>.self, plane, size), b.numbers(SIMD8<Float>.self, plane, size))
                    lanes.withUnsafeMutableBufferPointer { lanes in
                        for pixel in stride(from: 0, to: size, by: lanes.count) {
                            for i in lanes.indices { lanes[i] += a[pixel + i] * b[pixel + i] }
                        }
                    }
                    for lane in 0..<block { self.lane(lane, of: plane).map { sums[$0] = lanes[lane / 8][lane % 8] } }
                }
            }
        }
        return sums
    }
}

extension Tensor {
    /// Where piece `index` of pieces of `size` elements begins.
    fileprivate func numbers<Element>(_ type: Element.Type, _ index: Int, _ size: Int) -> UnsafeMutablePointer<Element>
    {
        storage.pointer.assumingMemoryBound(to: type) + index * size
    }
}

/// In eight sums, so that no single one grows long and loses digits.
private func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = SIMD8<Float>.zero
    let (first, second) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    let whole = count / 8 * 8
    for i in stride(from: 0, to: 4 * whole, by: 32) {
        sums +=
            first.loadUnaligned(fromByteOffset: i, as: SIMD8<Float>.self)
            * second.loadUnaligned(fromByteOffset: i, as: SIMD8<Float>.self)
    }
    return (whole..<count).reduce(sums.sum()) { $0 + a[$1] * b[$1] }
}
