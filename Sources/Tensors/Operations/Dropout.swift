import Checks
import RandomNumbers

/// Sets each number to zero with the given probability and scales the others by `1 / (1 − probability)`, so that
/// the expected value stays; with probability 1, all are zero. For training only.
public func dropout(_ x: Tensor, probability: Float, using generator: inout SeededGenerator) -> Tensor {
    require((0...1).contains(probability), "dropout: the probability must be in 0…1, not \(probability)")
    if probability == 0 { return x }
    let mask = Tensor(uninitialized: x.shape)
    let scale = 1 / (1 - probability)
    mask.withMutableValues { mask in
        for i in mask.indices { mask[i] = generator.uniform() < probability ? 0 : scale }
    }
    return x * mask
}
