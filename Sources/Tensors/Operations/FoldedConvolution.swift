import COneDNN

/// A convolution with the batch norm behind it folded in: for evaluation, where the statistics are given, the two are
/// one convolution with other weights.
///
///     scale = γ / √(variance + epsilon)
///     weight' = weight · scale,   bias' = (bias − mean) · scale + β
///
/// The folded weights are kept, in the order the kernel wants them.
public final class FoldedConvolution {
    /// What the folding depends on.
    public struct Source {
        let weight: Tensor
        let bias: Tensor?
        let norm: Norm?

        /// A batch norm by given statistics.
        public struct Norm {
            let scale: Tensor
            let shift: Tensor
            let mean: Tensor
            let variance: Tensor
            let epsilon: Float

            /// `scale` and `shift` are γ and β; all are `[channels out]`.
            public init(scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Float) {
                (self.scale, self.shift, self.mean, self.variance) = (scale, shift, mean, variance)
                self.epsilon = epsilon
            }
        }

        /// Shapes as for ``conv2d(_:_:bias:_:)``; without a norm nothing is folded.
        public init(weight: Tensor, bias: Tensor?, norm: Norm?) {
            (self.weight, self.bias, self.norm) = (weight, bias, norm)
        }

        /// Which numbers these are: who holds them, and how often they have changed.
        fileprivate var stamps: [Stamp] {
            [weight, bias, norm?.scale, norm?.shift, norm?.mean, norm?.variance].map { tensor in
                Stamp(holder: tensor.map(ObjectIdentifier.init), version: tensor?.version ?? 0)
            }
        }
    }

    fileprivate struct Stamp: Equatable {
        let holder: ObjectIdentifier?
        let version: Int
    }

    /// Whether a convolution that uses these tensors may be folded: when nothing is recorded for a backward pass, and
    /// nobody asked for exact convolutions.
    public static func isAllowed(for tensors: [Tensor]) -> Bool {
        !ConvolutionAlgorithm.isExact && !isRecorded(tensors)
    }

    private let source: Source
    private let stamps: [Stamp]
    private let weight: Tensor
    private let bias: Tensor?
    /// The weights in the order that a kernel asked for, and that order.
    private var prepared: Tensor?

    /// Folds.
    public init(_ source: Source) {
        self.source = source
        stamps = source.stamps
        guard let norm = source.norm else {
            weight = source.weight.detached()
            bias = source.bias?.detached()
            return
        }
        let scales = zip(norm.scale.values, norm.variance.values).map { $0 / ($1 + norm.epsilon).squareRoot() }
        let size = source.weight.count / max(scales.count, 1)
        var weights = source.weight.values
        weights.withUnsafeMutableBufferPointer { weights in
            for (channel, scale) in scales.enumerated() {
                for i in channel * size..<(channel + 1) * size { weights[i] *= scale }
            }
        }
        weight = Tensor(weights, shape: source.weight.shape)
        let biases = source.bias?.values ?? [Float](repeating: 0, count: scales.count)
        let means = norm.mean.values
        let shifts = norm.shift.values
        bias = Tensor(
            scales.indices.map { (biases[$0] - means[$0]) * scales[$0] + shifts[$0] }, shape: [scales.count])
    }

    /// Whether the numbers that were folded are still those of `source`.
    public func isUpToDate(with source: Source) -> Bool { stamps == source.stamps }

    /// The convolution, the norm, a shortcut added to it and the activation in one pass, outside the graph.
    public func callAsFunction(
        _ x: Tensor, _ geometry: ConvolutionGeometry, plus shortcut: Tensor? = nil, _ activation: Activation
    ) -> Tensor {
        let convolution = Convolution(
            x, weight, bias, geometry, inference: activation, adding: shortcut != nil)
        let layout = convolution.forward.layout(DNNL_ARG_WEIGHTS)
        let weights = prepared.flatMap { $0.layout == layout ? $0 : nil } ?? convolution.prepared(weight)
        prepared = weights
        return convolution.forward(x, prepared: weights, bias, plus: shortcut)
    }
}
