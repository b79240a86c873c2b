/// A batch norm and what follows it, in one.
protocol FusedNorm {
    /// The norm by the batch's own statistics, and these.
    func callAsFunction(_ x: Tensor, _ weight: Tensor, _ bias: Tensor) -> (y: Tensor, mean: Tensor, variance: Tensor)
    /// The norm by given statistics.
    func callAsFunction(_ x: Tensor, _ weight: Tensor, _ bias: Tensor, _ mean: Tensor, _ variance: Tensor) -> Tensor
}

/// The kernel for an activation that oneDNN's norm cannot take in; `nil` where there is none, and for layouts without
/// blocks of channels.
func fusedBatchNorm(_ layout: Layout, epsilon: Float, followedBy activation: Activation) -> (any FusedNorm)? {
    guard let planes = ChannelPlanes(layout), planes.block > 1 else { return nil }
    return switch activation {
    case .none, .relu: nil
    case .relu6: FusedBatchNorm<FusedReLU6>(planes, epsilon: epsilon)
    case .silu: FusedBatchNorm<FusedSiLU>(planes, epsilon: epsilon)
    }
}

/// Batch norm and the activation behind it with as few passes over memory as possible: one for the statistics, one for
/// the output, two for the gradients. What lies between the norm and the activation is never written; the backward pass
/// computes it again from the input.
///
/// For images whose channels lie in blocks. oneDNN fuses a ReLU only; norm and activation apart take twice as many passes.
private struct FusedBatchNorm<Activation: FusedActivation>: FusedNorm {
    private let planes: ChannelPlanes
    private let epsilon: Float

    init(_ planes: ChannelPlanes, epsilon: Float) { (self.planes, self.epsilon) = (planes, epsilon) }

    func callAsFunction(_ x: Tensor, _ weight: Tensor, _ bias: Tensor) -> (y: Tensor, mean: Tensor, variance: Tensor) {
        let (mean, variance) = planes.statistics(of: x)
        return (recorded(x, weight, bias, mean, variance, statisticsFollow: true), mean, variance)
    }

    func callAsFunction(_ x: Tensor, _ weight: Tensor, _ bias: Tensor, _ mean: Tensor, _ variance: Tensor) -> Tensor {
        recorded(x, weight, bias, mean, variance, statisticsFollow: false)
    }

    private func recorded(
        _ x: Tensor, _ weight: Tensor, _ bias: Tensor, _ mean: Tensor, _ variance: Tensor, statisticsFollow: Bool
    ) -> Tensor {
        let norm = Norm(weight, bias, mean, variance, epsilon, planes)
        return Tensors.recorded(output(x, norm), from: [x, weight, bias]) { gradient in
            let gradients = gradients(
                gradient.reordered(to: planes.layout), x, norm, statisticsFollow: statisticsFollow)
            return zip([x, weight, bias], gradients).map { $0.requiresGrad ? $1 : nil }
        }
    }

    /// `activation((x − mean) / √(variance + epsilon) · weight + bias)`
    private func output(_ x: Tensor, _ norm: Norm) -> Tensor {
        let y = Tensor(shape: x.shape, layout: planes.layout, storage: Storage(byteCount: planes.layout.byteCount))
        let (from, to) = (x.vectors, y.vectors)
        planes.forEachRun { run in
            let (mean, scale, bias) = (norm.mean[run.channels], norm.scale[run.channels], norm.bias[run.channels])
            for i in run.pixels { to[i] = Activation.value((from[i] - mean) * scale + bias) }
        }
        return y
    }

    /// The gradients with respect to `x`, weight and bias.
    ///
    /// - Parameter statisticsFollow: whether mean and variance are those of `x` itself, and change with it.
    private func gradients(_ gradient: Tensor, _ x: Tensor, _ norm: Norm, statisticsFollow: Bool) -> [Tensor] {
        let (from, behind) = (x.vectors, gradient.vectors)
        let sums = planes.sums { run in
            let (mean, scale, bias) = (norm.mean[run.channels], norm.scale[run.channels], norm.bias[run.channels])
            var (sum, product) = (Vector.zero, Vector.zero)
            for i in run.pixels {
                let d = from[i] - mean
                let slope = Activation.slope(d * scale + bias, behind[i])
                sum += slope
                product += slope * d
            }
            return (sum, product * norm.inverseDeviation[run.channels])
        }
        let count = statisticsFollow ? Double(planes.batch * planes.pixels) : .infinity
        let means = sums.map { (Vector($0.0 / count), Vector($0.1 / count)) }
        let dx = Tensor(shape: x.shape, layout: planes.layout, storage: Storage(byteCount: planes.layout.byteCount))
        let to = dx.vectors
        planes.forEachRun { run in
            let (mean, scale, bias) = (norm.mean[run.channels], norm.scale[run.channels], norm.bias[run.channels])
            let (meanSlope, meanProduct) = means[run.channels]
            let common = meanProduct * norm.inverseDeviation[run.channels]
            for i in run.pixels {
                let d = from[i] - mean
                to[i] = (Activation.slope(d * scale + bias, behind[i]) - meanSlope - d * common) * scale
            }
        }
        return [dx, planes.perChannel(sums.map(\.1)), planes.perChannel(sums.map(\.0))]
    }
}

/// What a norm does to each channel, in eights of channels; all 0 for channels that only fill a block up.
private struct Norm {
    let mean: [Vector]
    let inverseDeviation: [Vector]
    /// The weight times the inverse deviation.
    let scale: [Vector]
    let bias: [Vector]

    init(
        _ weight: Tensor, _ bias: Tensor, _ mean: Tensor, _ variance: Tensor, _ epsilon: Float, _ planes: ChannelPlanes
    ) {
        let inverse = variance.values.map { 1 / ($0 + epsilon).squareRoot() }
        self.mean = planes.vectors(mean.values)
        inverseDeviation = planes.vectors(inverse)
        scale = planes.vectors(zip(weight.values, inverse).map { $0 * $1 })
        self.bias = planes.vectors(bias.values)
    }
}

extension ChannelPlanes {
    /// One number a channel in eights of channels, filled up with 0.
    fileprivate func vectors(_ values: [Float]) -> [Vector] {
        (0..<vectorsPerPixel).map { vector in
            Vector((0..<8).map { lane in vector * 8 + lane < channels ? values[vector * 8 + lane] : 0 })
        }
    }
}

/// An activation that follows a norm in one pass, and that oneDNN has no such kernel for.
private protocol FusedActivation {
    /// The output at `z`.
    static func value(_ z: Vector) -> Vector
    /// The gradient at `z` that comes of one at the output.
    static func slope(_ z: Vector, _ gradient: Vector) -> Vector
}

/// `min(max(z, 0), 6)`; its slope is 0 at 0 and at 6.
private enum FusedReLU6: FusedActivation {
    @inline(__always) static func value(_ z: Vector) -> Vector {
        z.replacing(with: 0, where: z .< 0).replacing(with: 6, where: z .> 6)
    }
    @inline(__always) static func slope(_ z: Vector, _ gradient: Vector) -> Vector {
        gradient.replacing(with: 0, where: (z .<= 0) .| (z .>= 6))
    }
}

/// `z / (1 + e⁻ᶻ)`
private enum FusedSiLU: FusedActivation {
    @inline(__always) static func value(_ z: Vector) -> Vector { z * sigmoid(z) }
    @inline(__always) static func slope(_ z: Vector, _ gradient: Vector) -> Vector {
        let s = sigmoid(z)
        return gradient * s * (1 + z * (1 - s))
    }
}

/// `1 / (1 + e⁻ˣ)` in each lane, to within 2 units in the last place.
@inline(__always)
private func sigmoid(_ x: Vector) -> Vector { 1 / (1 + exponential(-x)) }

/// `eˣ` in each lane, for x from −87 to 87; beyond, the value at that end.
///
/// x = n · ln 2 + r, with |r| at most half of ln 2; the polynomial for eʳ is that of the Cephes library's `expf`.
@inline(__always)
private func exponential(_ x: Vector) -> Vector {
    let x = x.replacing(with: -87, where: x .< -87).replacing(with: 87, where: x .> 87)
    // Adding 1.5 · 2²³ leaves no bits behind the point: the sum's last bits are the nearest whole number n.
    let shifted = x * Float(1.442_695_04) + 12_582_912
    let n = shifted - 12_582_912
    // ln 2 in two parts, so that n · ln 2 loses nothing.
    let r = x - n * Float(0.693_359_375) + n * Float(2.121_944_4e-4)
    var p = r * Float(1.987_569_15e-4) + 1.398_199_95e-3
    p = p * r + 8.333_451_9e-3
    p = p * r + 4.166_579_6e-2
    p = p * r + 1.666_666_55e-1
    p = p * r + 5.000_000_1e-1
    p = p * r * r + r + 1
    // Adding n to the exponent multiplies by 2ⁿ.
    let bits = unsafeBitCast(p, to: SIMD8<Int32>.self) &+ unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
    return unsafeBitCast(bits, to: Vector.self)
}
