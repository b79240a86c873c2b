import COneDNN
import Checks

/// Normalises each channel by the mean and variance of this very batch, as batch norm does in training.
///
/// `y = (x − mean) / √(variance + epsilon) · weight + bias`, with the biased variance (divided by the count).
///
/// - Parameters:
///   - x: `[batch, channels, height, width]` or `[batch, channels]`
///   - weight, bias: `[channels]`
///   - activation: what follows. Together they keep less for the backward pass: the numbers between them are not kept.
/// - Returns: `y` of `x`'s shape; the batch's mean and biased variance, `[channels]`, outside the graph.
/// - Precondition: more than one value per channel, since one value alone has no variance.
public func batchNorm(
    _ x: Tensor, weight: Tensor, bias: Tensor, epsilon: Float, followedBy activation: Activation = .none
) -> (y: Tensor, mean: Tensor, variance: Tensor) {
    require(
        x.rank >= 2 && x.shape[1] > 0 && x.count / x.shape[1] > 1,
        "batchNorm: training needs more than one value per channel; shape \(x.shape) has one. Is the last batch a single image?"
    )
    requireShapes(x, weight, bias)
    if let fused = fusedBatchNorm(x.layout, epsilon: epsilon, followedBy: activation) { return fused(x, weight, bias) }
    let kernel = BatchNormalization(
        x, weight, bias, epsilon, usesGivenStatistics: false, usesReLU: activation == .relu)
    let mean = Tensor(uninitialized: weight.shape)
    let variance = Tensor(uninitialized: weight.shape)
    return (activation.afterNorm(kernel(mean, variance)), mean, variance)
}

/// Normalises each channel by a given mean and variance, as batch norm does in evaluation.
///
/// Shapes as for ``batchNorm(_:weight:bias:epsilon:followedBy:)``; `mean` and `variance` are `[channels]` and constants.
public func batchNorm(
    _ x: Tensor, weight: Tensor, bias: Tensor, mean: Tensor, variance: Tensor, epsilon: Float,
    followedBy activation: Activation = .none
) -> Tensor {
    requireShapes(x, weight, bias)
    require(
        mean.shape == weight.shape && variance.shape == weight.shape,
        "batchNorm: mean \(mean.shape) and variance \(variance.shape) do not fit an input of shape \(x.shape)")
    if let fused = fusedBatchNorm(x.layout, epsilon: epsilon, followedBy: activation) {
        return fused(x, weight, bias, mean, variance)
    }
    let kernel = BatchNormalization(x, weight, bias, epsilon, usesGivenStatistics: true, usesReLU: activation == .relu)
    return activation.afterNorm(kernel(mean, variance))
}

extension Activation {
    /// What follows oneDNN's norm, which has a ReLU in it.
    fileprivate func afterNorm(_ y: Tensor) -> Tensor {
        switch self {
        case .none, .relu: y
        case .relu6: Tensors.relu6(y)
        case .silu: Tensors.silu(y)
        }
    }
}

private func requireShapes(_ x: Tensor, _ weight: Tensor, _ bias: Tensor) {
    require(
        x.rank >= 2 && weight.shape == [x.shape[1]] && bias.shape == weight.shape,
        "batchNorm: weight \(weight.shape) and bias \(bias.shape) do not fit an input of shape \(x.shape)")
}

/// Forward and backward of batch normalisation with the statistics of the batch or with given ones.
private struct BatchNormalization {
    let x: Tensor
    let weight: Tensor
    let bias: Tensor
    let epsilon: Float
    let flags: UInt32
    let usesReLU: Bool
    let forward: Primitive

    init(
        _ x: Tensor, _ weight: Tensor, _ bias: Tensor, _ epsilon: Float, usesGivenStatistics: Bool, usesReLU: Bool
    ) {
        let statistics = usesGivenStatistics ? dnnl_use_global_stats.rawValue : 0
        let relu = usesReLU ? dnnl_fuse_norm_relu.rawValue : 0
        let flags = UInt32(dnnl_use_scale.rawValue | dnnl_use_shift.rawValue | statistics | relu)
        self.usesReLU = usesReLU
        (self.x, self.weight, self.bias, self.epsilon, self.flags) = (x, weight, bias, epsilon, flags)
        let key = PrimitiveKey(
            operation: "batch norm forward", layouts: [x.layout], numbers: [Int(flags)], floats: [epsilon])
        forward = Primitive.cached(key) { result in
            var descriptor = dnnl_batch_normalization_desc_t()
            let status = withUnsafePointer(to: x.layout.descriptor) {
                dnnl_batch_normalization_forward_desc_init(&descriptor, dnnl_forward_training, $0, epsilon, flags)
            }
            return status == dnnl_success ? Primitive.describe(descriptor, into: &result) : status
        }
    }

    func callAsFunction(_ mean: Tensor, _ variance: Tensor) -> Tensor {
        let y = forward.output(DNNL_ARG_DST, shape: x.shape)
        // Which outputs the ReLU let through.
        let workspace =
            usesReLU ? [(DNNL_ARG_WORKSPACE, forward.output(DNNL_ARG_WORKSPACE, shape: x.shape))] : []
        forward.run(
            [
                (DNNL_ARG_SRC, x), (DNNL_ARG_SCALE, weight), (DNNL_ARG_SHIFT, bias),
                (DNNL_ARG_MEAN, mean), (DNNL_ARG_VARIANCE, variance), (DNNL_ARG_DST, y),
            ] + workspace)
        return recorded(y, from: [x, weight, bias]) { gradient in backward(gradient, mean, variance, workspace) }
    }

    private func backward(
        _ gradient: Tensor, _ mean: Tensor, _ variance: Tensor, _ workspace: [(Primitive.Argument, Tensor)]
    ) -> [Tensor?] {
        let key = PrimitiveKey(
            operation: "batch norm backward", layouts: [x.layout], numbers: [Int(flags)], floats: [epsilon])
        let backward = Primitive.cached(key) { result in
            var descriptor = dnnl_batch_normalization_desc_t()
            let status = withUnsafePointer(to: x.layout.descriptor) {
                dnnl_batch_normalization_backward_desc_init(&descriptor, dnnl_backward, $0, $0, epsilon, flags)
            }
            return status == dnnl_success ? Primitive.describe(descriptor, hint: forward, into: &result) : status
        }
        let dx = backward.output(DNNL_ARG_DIFF_SRC, shape: x.shape)
        let dWeight = Tensor(uninitialized: weight.shape)
        let dBias = Tensor(uninitialized: bias.shape)
        backward.run(
            [
                (DNNL_ARG_SRC, x), (DNNL_ARG_SCALE, weight), (DNNL_ARG_SHIFT, bias),
                (DNNL_ARG_MEAN, mean), (DNNL_ARG_VARIANCE, variance),
                (DNNL_ARG_DIFF_DST, gradient.reordered(to: backward.layout(DNNL_ARG_DIFF_DST))),
                (DNNL_ARG_DIFF_SRC, dx), (DNNL_ARG_DIFF_SCALE, dWeight), (DNNL_ARG_DIFF_SHIFT, dBias),
            ] + workspace)
        return [
            x.requiresGrad ? dx : nil, weight.requiresGrad ? dWeight : nil, bias.requiresGrad ? dBias : nil,
        ]
    }
}
