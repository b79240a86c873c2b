/// The gradient of the weights of a depthwise convolution, whose every channel has a window of its own.
///
/// oneDNN has a vectorised kernel for windows of up to 3×3; for 5×5, EfficientNet's, it takes one that is ten times
/// slower than the convolution. This one multiplies eight channels at a time.
struct DepthwiseWeightGradient {
    private let input: ChannelPlanes
    private let output: ChannelPlanes
    private let geometry: ConvolutionGeometry
    private let kernel: (Int, Int)

    /// `nil` unless oneDNN lacks a kernel and channels lie in blocks.
    init?(input: Layout, output: Layout, weight: [Int], _ geometry: ConvolutionGeometry) {
        guard geometry.groups == input.shape[1], geometry.groups == output.shape[1], geometry.dilation == (1, 1),
            max(weight[2], weight[3]) > 3, let input = ChannelPlanes(input), let output = ChannelPlanes(output),
            input.block == output.block, input.block > 1
        else { return nil }
        (self.input, self.output, self.geometry, kernel) = (input, output, geometry, (weight[2], weight[3]))
    }

    /// `[channels, 1, kernel height, kernel width]` from tensors in the layouts given.
    func callAsFunction(_ x: Tensor, _ gradient: Tensor) -> Tensor {
        let channels = input.channels
        let window = kernel.0 * kernel.1
        let dWeight = Tensor(uninitialized: [channels, 1, kernel.0, kernel.1])
        let source = UnsafePointer(x.storage.pointer.assumingMemoryBound(to: SIMD8<Float>.self))
        let slope = UnsafePointer(gradient.storage.pointer.assumingMemoryBound(to: SIMD8<Float>.self))
        let target = dWeight.storage.pointer.assumingMemoryBound(to: Float.self)
        // Each group of eight channels is summed by one thread.
        let groups = (channels + 7) / 8
        inParallel(groups, cost: input.batch * output.pixels * window * 8) { range in
            for group in range {
                for position in 0..<window {
                    let sum = sum(group, position, source, slope)
                    for lane in 0..<min(8, channels - group * 8) {
                        target[(group * 8 + lane) * window + position] = sum[lane]
                    }
                }
            }
        }
        return dWeight
    }

    /// For eight channels and one place of the window: the products of all pixels under it with the gradient, summed.
    private func sum(
        _ group: Int, _ position: Int, _ source: UnsafePointer<SIMD8<Float>>, _ slope: UnsafePointer<SIMD8<Float>>
    ) -> SIMD8<Float> {
        // All distances count in eights.
        let block = input.block / 8
        let (plane, eighth) = (group / block, group % block)
        let rows = reach(position / kernel.1, axis: 0)
        let columns = reach(position % kernel.1, axis: 1)
        let step = geometry.stride.1 * block
        var total = SIMD8<Float>()
        for image in 0..<input.batch {
            let x = source + (image * input.blocksPerImage + plane) * input.pixels * block + eighth
            let g = slope + (image * output.blocksPerImage + plane) * output.pixels * block + eighth
            for row in rows.outputs {
                let inputRow = row * geometry.stride.0 + rows.offset
                var from =
                    x + (inputRow * input.width + columns.outputs.lowerBound * geometry.stride.1 + columns.offset)
                    * block
                var by = g + (row * output.width + columns.outputs.lowerBound) * block
                var sum = SIMD8<Float>()
                for _ in columns.outputs {
                    sum += from.pointee * by.pointee
                    from += step
                    by += block
                }
                total += sum
            }
        }
        return total
    }

    /// The outputs along an axis whose window has this place inside the image, and where output 0 has it.
    private func reach(_ place: Int, axis: Int) -> (outputs: Range<Int>, offset: Int) {
        let (size, count) = axis == 0 ? (input.height, output.height) : (input.width, output.width)
        let stride = axis == 0 ? geometry.stride.0 : geometry.stride.1
        let offset = place - (axis == 0 ? geometry.paddingBefore.0 : geometry.paddingBefore.1)
        let first = offset >= 0 ? 0 : (-offset + stride - 1) / stride
        let last = offset >= size ? 0 : (size - 1 - offset) / stride + 1
        let end = min(count, last)
        return (first..<max(first, end), offset)
    }
}
