import RandomNumbers
import Tensors
import Testing

/// Random numbers in ±1.
private func random(_ shape: [Int], _ seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor((0..<shape.reduce(1, *)).map { _ in generator.uniform(in: -1...1) }, shape: shape)
}

@Suite("Kernels of our own")
struct ChannelTests {
    /// Channels that fill blocks of 16, that fill half of one, and that fill none; images whose layout is plain and
    /// those that a convolution has put in an order of its own.
    @Test(arguments: [3, 8, 16, 40], [false, true])
    func factorsOfChannelsMultiplyEachOfThem(_ channels: Int, _ isBlocked: Bool) {
        let identity = Tensor(
            (0..<channels * channels).map { $0 % (channels + 1) == 0 ? 1 : 0 }, shape: [channels, channels, 1, 1])
        let plain = random([2, channels, 5, 7], 1)
        let x = isBlocked ? conv2d(plain, identity) : plain
        x.requiresGrad = true
        let factors = random([2, channels, 1, 1], 2)
        factors.requiresGrad = true
        let weights = random([2, channels, 5, 7], 3)
        let y = x * factors
        (y * weights).backward(.ones(y.shape))
        for plane in 0..<2 * channels {
            let range = plane * 35..<(plane + 1) * 35
            let factor = factors.values[plane]
            let found = (Array(y.values[range]), x.grad.map { Array($0.values[range]) } ?? [])
            #expect(found.0 == plain.values[range].map { $0 * factor })
            #expect(found.1 == weights.values[range].map { $0 * factor })
            let sum = zip(plain.values[range], weights.values[range]).map { $0 * $1 }.reduce(0, +)
            #expect(abs((factors.grad?.values[plane] ?? .nan) - sum) < 1e-5)
        }
    }

    /// Against a convolution of one channel after the other, which takes another kernel.
    @Test(arguments: [5, 16, 40], [1, 2])
    func depthwiseWindowsOfFiveByFive(_ channels: Int, _ stride: Int) {
        let x = random([2, channels, 9, 10], 1)
        let weight = random([channels, 1, 5, 5], 2)
        weight.requiresGrad = true
        let y = conv2d(
            x, weight, ConvolutionGeometry(stride: (stride, stride), padding: (2, 2), groups: channels))
        let slopes = random(y.shape, 3)
        (y * slopes).backward(.ones(y.shape))
        func channel(_ tensor: Tensor, _ index: Int) -> Tensor {
            let size = tensor.shape[2] * tensor.shape[3]
            let values = (0..<2).flatMap { image -> ArraySlice<Float> in
                let start = (image * channels + index) * size
                return tensor.values[start..<start + size]
            }
            return Tensor(values, shape: [2, 1, tensor.shape[2], tensor.shape[3]])
        }
        for index in 0..<channels {
            let alone = Tensor(Array(weight.values[25 * index..<25 * (index + 1)]), shape: [1, 1, 5, 5])
            alone.requiresGrad = true
            let output = conv2d(
                channel(x, index), alone, ConvolutionGeometry(stride: (stride, stride), padding: (2, 2)))
            (output * channel(slopes, index)).backward(.ones(output.shape))
            let found = weight.grad.map { Array($0.values[25 * index..<25 * (index + 1)]) } ?? []
            #expect(zip(found, alone.grad?.values ?? []).allSatisfy { abs($0 - $1) < 1e-4 } && found.count == 25)
        }
    }
}
