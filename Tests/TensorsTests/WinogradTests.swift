import RandomNumbers
import Tensors
import Testing

@Suite("Fast and exact convolutions")
struct WinogradTests {
    private struct Result {
        var y: [Float]
        var dx: [Float]
        var dWeight: [Float]
        var dBias: [Float]

        init(side: Int, padding: Int) {
            var generator = SeededGenerator(seed: 1)
            func random(_ shape: [Int]) -> Tensor {
                let tensor = Tensor(
                    (0..<shape.reduce(1, *)).map { _ in generator.uniform(in: -1...1) }, shape: shape)
                tensor.requiresGrad = true
                return tensor
            }
            let (x, weight, bias) = (random([4, 32, side, side]), random([48, 32, 3, 3]), random([48]))
            let output = conv2d(x, weight, bias: bias, ConvolutionGeometry(padding: (padding, padding)))
            (output * random(output.shape).detached()).backward(.ones(output.shape))
            y = output.values
            dx = x.grad?.values ?? []
            dWeight = weight.grad?.values ?? []
            dBias = bias.grad?.values ?? []
        }
    }

    /// Shapes for which Winograd's algorithm is taken, where the machine has it. Elsewhere the two are the same.
    @Test(arguments: [16, 17, 23], [0, 1])
    func differByRoundingAlone(_ side: Int, _ padding: Int) {
        let fast = Result(side: side, padding: padding)
        let exact = withExactConvolutions { Result(side: side, padding: padding) }
        for (found, wanted) in [
            (fast.y, exact.y), (fast.dx, exact.dx), (fast.dWeight, exact.dWeight), (fast.dBias, exact.dBias),
        ] {
            let largest = wanted.map { abs($0) }.max() ?? 0
            let difference = zip(found, wanted).map { abs($0 - $1) }.max() ?? .infinity
            #expect(found.count == wanted.count && difference < 1e-4 * largest)
        }
    }

    @Test func theSameRunGivesTheSameBits() {
        let (first, second) = (Result(side: 16, padding: 1), Result(side: 16, padding: 1))
        #expect(first.y == second.y && first.dx == second.dx && first.dWeight == second.dWeight)
    }
}
