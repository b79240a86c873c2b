import RandomNumbers
import Testing

@testable import Tensors

/// Batch norm with an activation in one kernel, beside oneDNN's norm and activation one after the other.
@Suite struct FusedBatchNormTests {
    /// Channels that fill blocks and that do not; more pixels than a run has, and few.
    static let shapes = [[3, 24, 20, 19], [2, 16, 1, 3], [1, 40, 17, 17]]

    @Test(arguments: shapes, [Activation.relu6, .silu])
    func itIsTheNormThenTheActivation(_ shape: [Int], _ activation: Activation) throws {
        for usesGivenStatistics in [false, true] {
            let inputs = Inputs(shape)
            let fused = try #require(inputs.run(activation, usesGivenStatistics, inBlocks: true))
            let apart = try #require(inputs.run(activation, usesGivenStatistics, inBlocks: false))
            for (name, pair) in zip(["output", "dx", "dWeight", "dBias", "mean", "variance"], zip(fused, apart)) {
                let scale = pair.1.map(abs).max() ?? 0
                let error = zip(pair.0, pair.1).map { abs($0 - $1) }.max() ?? .infinity
                #expect(error <= 3e-5 * scale, "\(name): off by \(error), beside at most \(scale)")
            }
        }
    }

    /// Far from zero a variance is a small difference of large numbers.
    @Test func aSmallVarianceBesideALargeMeanKeepsItsDigits() throws {
        let shape = [4, 16, 30, 30]
        let values = (0..<4 * 16 * 900).map { 10_000 + Float($0 % 7) }
        let x = try #require(Tensor(values, shape: shape).inBlocks)
        let found = batchNorm(
            x, weight: .ones([16]), bias: .zeros([16]), epsilon: 1e-5, followedBy: .silu)
        let exact = values.map(Double.init)
        let mean = exact.reduce(0, +) / Double(exact.count)
        let variance = exact.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(exact.count)
        for value in found.variance.values { #expect(abs(Double(value) - variance) < 0.01 * variance) }
    }

    /// The exponential must not overflow far from zero: there SiLU is 0 or the number itself.
    @Test func largeNumbersStayFinite() throws {
        let values = (0..<16 * 16).map { Float($0 - 128) * 10 }
        let x = try #require(Tensor(values, shape: [1, 16, 4, 4]).inBlocks)
        x.requiresGrad = true
        let y = batchNorm(
            x, weight: .ones([16]), bias: .zeros([16]), mean: .zeros([16]), variance: .ones([16]), epsilon: 0,
            followedBy: .silu)
        for (value, input) in zip(y.values, values) {
            #expect(abs(value - max(input, 0)) < 1e-3)
        }
        y.backward(.ones(y.shape))
        for (slope, input) in zip(try #require(x.grad).values, values) where input != 0 {
            #expect(abs(slope - (input > 0 ? 1 : 0)) < 1e-3)
        }
    }
}

extension Tensor {
    /// A leaf with the same numbers whose channels lie in blocks; `nil` where the machine has no such kernels.
    fileprivate var inBlocks: Tensor? { Layout.blocked(shape).map { reordered(to: $0).detached() } }
}

private struct Inputs {
    let x: Tensor
    let gradient: Tensor
    let weight: Tensor
    let bias: Tensor

    init(_ shape: [Int]) {
        var random = SeededGenerator(seed: 5)
        func numbers(_ shape: [Int], _ range: ClosedRange<Float>) -> Tensor {
            Tensor((0..<shape.reduce(1, *)).map { _ in Float.random(in: range, using: &random) }, shape: shape)
        }
        x = numbers(shape, -4...7)
        gradient = numbers(shape, -1...1)
        weight = numbers([shape[1]], 0.5...3)
        bias = numbers([shape[1]], -1...2)
    }

    /// Output, gradients and statistics.
    func run(_ activation: Activation, _ usesGivenStatistics: Bool, inBlocks: Bool) -> [[Float]]? {
        guard let x = inBlocks ? x.inBlocks : x.detached() else { return nil }
        let leaves = [x, weight.detached(), bias.detached()]
        for leaf in leaves { leaf.requiresGrad = true }
        let given = (
            mean: Tensor(repeating: 1.5, shape: weight.shape), variance: Tensor(repeating: 9, shape: weight.shape)
        )
        var (y, mean, variance) = (x, given.mean, given.variance)
        if usesGivenStatistics {
            y = batchNorm(
                x, weight: leaves[1], bias: leaves[2], mean: mean, variance: variance, epsilon: 1e-3,
                followedBy: activation)
        } else {
            (y, mean, variance) = batchNorm(
                x, weight: leaves[1], bias: leaves[2], epsilon: 1e-3, followedBy: activation)
        }
        y.backward(gradient)
        return [y.values] + leaves.map { $0.grad?.values ?? [] } + [mean.values, variance.values]
    }
}
