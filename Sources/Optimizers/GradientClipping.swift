import Checks
import Tensors

/// Scales all gradients down together so that their common norm is at most `maxNorm`. Call it between backward and
/// step.
///
/// The factor is `min(1, maxNorm / (norm + 1e-6))`, as in PyTorch: small gradients are never scaled up. One that is no
/// number makes all of them none.
///
/// - Returns: the norm before clipping, √Σg² over all parameters; 0 when there are no gradients.
@discardableResult
public func clipGradNorm(_ parameters: [Parameter], maxNorm: Float) -> Float {
    require(maxNorm > 0, "clipGradNorm: the largest norm must be positive, but is \(maxNorm)")
    let gradients = parameters.compactMap(\.grad)
    let squares = gradients.map { gradient in
        gradient.withValues { $0.reduce(Double(0)) { $0 + Double($1) * Double($1) } }
    }
    let norm = Float(squares.reduce(0, +).squareRoot())
    let factor = maxNorm / (norm + 1e-6)
    if factor >= 1 { return norm }
    for gradient in gradients {
        gradient.withMutableValues { values in
            for i in values.indices { values[i] *= factor }
        }
    }
    return norm
}
