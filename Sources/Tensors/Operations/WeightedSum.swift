import Checks

/// The sum of all numbers, each multiplied by its weight: `Σ weight · x`. The weights are constants.
///
/// A number that weighs 0 counts for nothing, even if it is infinite: neither it nor its gradient becomes NaN, as they
/// would in a product. So the logarithm of an impossible class's probability, −∞, does no harm.
///
/// - Parameters:
///   - x: any shape.
///   - weights: as many as `x` has numbers, row by row.
/// - Returns: a single number, shape `[]`.
public func weightedSum(_ x: Tensor, _ weights: [Float]) -> Tensor {
    require(x.count == weights.count, "weightedSum: \(weights.count) weights do not fit shape \(x.shape)")
    let total = x.withValues { x in
        zip(x, weights).reduce(0.0) { $1.1 == 0 ? $0 : $0 + Double($1.0) * Double($1.1) }
    }
    let shape = x.shape
    return recorded(Tensor(Float(total)), from: x) { gradient in
        let factor = gradient.item
        return [Tensor(weights.map { $0 == 0 ? 0 : $0 * factor }, shape: shape)]
    }
}
