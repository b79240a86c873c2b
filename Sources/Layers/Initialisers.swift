import RandomNumbers
import Tensors

/// Runs `body`; layers made in it start with zeros where they would start with random numbers.
///
/// For models whose weights are loaded right afterwards: drawing a hundred million numbers takes seconds. What is drawn
/// after it does not change.
public func withoutRandomWeights<Result>(_ body: () throws -> Result) rethrows -> Result {
    try RandomWeights.$areDrawn.withValue(false, operation: body)
}

private enum RandomWeights {
    @TaskLocal static var areDrawn = true
}

/// Numbers uniform in ±`bound`, from the scope's generator.
public func uniform(_ shape: [Int], bound: Float) -> Tensor {
    var generator = RandomScope.generator()
    guard RandomWeights.areDrawn else { return .zeros(shape) }
    return Tensor((0..<shape.reduce(1, *)).map { _ in generator.uniform(in: -bound...bound) }, shape: shape)
}

/// Numbers from the normal distribution with mean 0 and the given standard deviation, from the scope's generator.
public func normal(_ shape: [Int], deviation: Float) -> Tensor {
    var generator = RandomScope.generator()
    guard RandomWeights.areDrawn else { return .zeros(shape) }
    return Tensor((0..<shape.reduce(1, *)).map { _ in deviation * generator.normal() }, shape: shape)
}

/// PyTorch's default for convolutions and linear layers: Kaiming uniform with a = √5, that is uniform in ±1/√fan-in.
///
/// - Parameter shape: `[out, in, …]`; the fan-in is the product of all sizes but the first.
public func kaimingUniform(_ shape: [Int]) -> Tensor {
    uniform(shape, bound: 1 / Float(max(shape.dropFirst().reduce(1, *), 1)).squareRoot())
}

/// He et al. (2015) for layers followed by ReLU: normal with standard deviation √(2 / fan-out). torchvision starts its
/// ResNets so.
///
/// - Parameter shape: `[out, in, height, width]`; the fan-out is out · height · width.
public func kaimingNormalFanOut(_ shape: [Int]) -> Tensor {
    normal(shape, deviation: (2 / Float(max(shape[0] * shape.dropFirst(2).reduce(1, *), 1))).squareRoot())
}

/// He et al. (2015) by the fan-in: normal with standard deviation √(2 / fan-in). torchvision starts its DenseNets so.
///
/// - Parameter shape: `[out, in, height, width]`; the fan-in is in · height · width.
public func kaimingNormalFanIn(_ shape: [Int]) -> Tensor {
    normal(shape, deviation: (2 / Float(max(shape.dropFirst().reduce(1, *), 1))).squareRoot())
}
