import Layers
import RandomNumbers
import Tensors
import Testing

/// The mean and the standard deviation.
private func moments(_ values: [Float]) -> (mean: Float, deviation: Float) {
    let mean = values.reduce(0, +) / Float(values.count)
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)
    return (mean, square.squareRoot())
}

/// Whether the values look drawn uniformly from ±`bound`: none outside, all of the range used, deviation bound / √3.
private func isUniform(_ values: [Float], bound: Float) -> Bool {
    let (mean, deviation) = moments(values)
    return values.allSatisfy { abs($0) <= bound } && values.contains { $0 > 0.99 * bound }
        && values.contains { $0 < -0.99 * bound } && abs(mean) < 0.03 * bound
        && abs(deviation / bound * Float(3).squareRoot() - 1) < 0.03
}

@Suite("Initial weights")
struct InitialiserTests {
    // Sizes in and out differ, so that one cannot stand for the other.
    @Test func convolutionsStartUniformByTheirFanIn() throws {
        let layer = withSeed(1) { Conv2d(24, 1024, kernel: 3, groups: 2) }
        #expect(layer.weight.shape == [1024, 12, 3, 3])
        let bound = 1 / Float(12 * 9).squareRoot()
        #expect(isUniform(layer.weight.values, bound: bound))
        #expect(isUniform(try #require(layer.bias).values, bound: bound))
    }

    @Test func linearLayersStartUniformByTheirInputs() throws {
        let layer = withSeed(1) { Linear(25, 2000) }
        #expect(layer.weight.shape == [2000, 25])
        #expect(isUniform(layer.weight.values, bound: 0.2))
        #expect(isUniform(try #require(layer.bias).values, bound: 0.2))
    }

    @Test func heNormalDependsOnTheFanOutOrTheFanIn() {
        expectNormal(withSeed(1) { kaimingNormalFanOut([32, 128, 3, 3]) }, (2 / Float(32 * 9)).squareRoot())
        expectNormal(withSeed(1) { kaimingNormalFanIn([32, 128, 3, 3]) }, (2 / Float(128 * 9)).squareRoot())
    }

    private func expectNormal(_ tensor: Tensor, _ expected: Float) {
        let values = tensor.values
        let (mean, deviation) = moments(values)
        #expect(abs(mean) < 0.02 * expected && abs(deviation / expected - 1) < 0.02)
        // A normal distribution has 4.55 % of its numbers beyond two deviations, a uniform one none.
        let beyond = values.filter { abs($0) > 2 * expected }.count
        #expect(abs(Float(beyond) / Float(values.count) - 0.0455) < 0.005)
    }

    @Test func theSpreadIsPyTorchs() throws {
        let expected = try Expected("initial-weights", "Initial weights")
        let (convolution, linear) = withSeed(1) { (Conv2d(24, 4096, kernel: 3, groups: 2), Linear(25, 20000)) }
        let shape = [128, 256, 3, 3]
        let tensors = [
            "convolution, weight": convolution.weight, "convolution, bias": try #require(convolution.bias),
            "linear, weight": linear.weight, "linear, bias": try #require(linear.bias),
            "Kaiming normal, fan-out": withSeed(2) { kaimingNormalFanOut(shape) },
            "Kaiming normal, fan-in": withSeed(3) { kaimingNormalFanIn(shape) },
        ]
        for (name, tensor) in tensors {
            let deviation = Tensor([moments(tensor.values).deviation], shape: [1])
            try expected.check(deviation, "deviation", of: name, as: "deviation", limit: 2e-2)
            guard !name.hasPrefix("Kaiming normal") else { continue }
            let largest = Tensor([tensor.values.reduce(0) { max($0, abs($1)) }], shape: [1])
            try expected.check(largest, "largest", of: name, as: "largest", limit: 2e-2)
        }
    }

    @Test func batchNormStartsAsTheIdentity() {
        let layer = BatchNorm2d(3)
        #expect(layer.weight.values == [1, 1, 1] && layer.bias.values == [0, 0, 0])
        #expect(layer.bufferValues == [[0, 0, 0], [1, 1, 1], [0]])
    }

    @Test func theSeedDecidesAndEveryLayerDiffers() {
        let make = { Sequential(Linear(8, 8), Linear(8, 8), Conv2d(8, 8, kernel: 1)) }
        let values = { (model: Module) in model.parameters.map(\.values) }
        let model = withSeed(7, make)
        #expect(values(model) == values(withSeed(7, make)))
        #expect(Set(values(model)).count == 6, "no two parameters may start the same")
        let other = values(withSeed(8, make))
        #expect(zip(values(model), other).allSatisfy { $0 != $1 })
    }

    @Test func aLayerWithoutBiasHasNone() {
        #expect(Linear(2, 3, bias: false).parameters.count == 1)
        #expect(Conv2d(2, 3, kernel: 1, bias: false).parameters.count == 1)
    }

    @Test func weightsThatAreNotDrawnAreZeroAndLeaveWhatFollowsAsItWas() {
        func afterALayer(_ make: () -> Linear) -> (layer: [Float], next: [Float]) {
            withSeed(1) { (make().weight.values, Linear(2, 3).weight.values) }
        }
        let drawn = afterALayer { Linear(3, 4) }
        let skipped = afterALayer { withoutRandomWeights { Linear(3, 4) } }
        #expect(skipped.layer == [Float](repeating: 0, count: 12) && drawn.layer != skipped.layer)
        #expect(skipped.next == drawn.next)
    }
}
