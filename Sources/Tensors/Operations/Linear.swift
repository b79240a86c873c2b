import COneDNN
import Checks

/// A fully connected layer: `x · weightᵀ + bias`.
///
/// - Parameters:
///   - x: `[batch, inputs]`
///   - weight: `[outputs, inputs]`
///   - bias: `[outputs]`
/// - Returns: `[batch, outputs]`
public func linear(_ x: Tensor, _ weight: Tensor, bias: Tensor? = nil) -> Tensor {
    require(
        x.rank == 2 && weight.rank == 2 && x.shape[1] == weight.shape[1],
        "linear: weights \(weight.shape) need an input of shape [batch, \(weight.shape.last ?? 0)], not \(x.shape)")
    require(
        bias == nil || bias!.shape == [weight.shape[0]],
        "linear: \(weight.shape[0]) outputs need a bias of that length, not \(bias!.shape)")
    let product = InnerProduct(x.shape, weight.shape, bias?.shape)
    let y = product.forward(x, weight, bias)
    return recorded(y, from: [x, weight] + (bias.map { [$0] } ?? [])) { gradient in
        let dx = x.requiresGrad ? product.backwardData(gradient, weight) : nil
        guard weight.requiresGrad || bias?.requiresGrad == true else { return [dx, nil, nil] }
        let (dWeight, dBias) = product.backwardWeights(gradient, x)
        return [dx, dWeight, dBias]
    }
}

/// The three kernels of one fully connected layer.
private struct InnerProduct {
    let source: Layout
    let weights: Layout
    let bias: Layout?
    let output: Layout
    let forward: Primitive

    init(_ xShape: [Int], _ weightShape: [Int], _ biasShape: [Int]?) {
        // Weights stay as they are: there may be a hundred million, and each is used only once per image.
        let source = Layout.plain(xShape)
        let weights = Layout.plain(weightShape)
        let bias = biasShape.map { Layout.any($0) }
        let output = Layout.plain([xShape[0], weightShape[0]])
        let key = PrimitiveKey(operation: "linear forward", layouts: [source, weights, bias, output])
        forward = Primitive.cached(key) { result in
            var descriptor = dnnl_inner_product_desc_t()
            let status = withDescriptors(source, weights, bias, output) {
                dnnl_inner_product_forward_desc_init(&descriptor, dnnl_forward_training, $0, $1, $2, $3)
            }
            return status == dnnl_success ? Primitive.describe(descriptor, into: &result) : status
        }
        (self.source, self.weights, self.bias, self.output) = (source, weights, bias, output)
    }

    func forward(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor {
        let y = forward.output(DNNL_ARG_DST, shape: output.shape)
        var arguments = [
            (DNNL_ARG_SRC, x.reordered(to: forward.layout(DNNL_ARG_SRC))),
            (DNNL_ARG_WEIGHTS, weight.reordered(to: forward.layout(DNNL_ARG_WEIGHTS))),
            (DNNL_ARG_DST, y),
        ]
        if let bias { arguments.append((DNNL_ARG_BIAS, bias)) }
        forward.run(arguments)
        return y
    }

    func backwardData(_ gradient: Tensor, _ weight: Tensor) -> Tensor {
        let key = PrimitiveKey(operation: "linear backward data", layouts: [source, weights, output])
        let backward = Primitive.cached(key) { result in
            var descriptor = dnnl_inner_product_desc_t()
            let status = withDescriptors(source, weights, nil, output) { source, weights, _, output in
                dnnl_inner_product_backward_data_desc_init(&descriptor, source, weights, output)
            }
            return status == dnnl_success ? Primitive.describe(descriptor, hint: forward, into: &result) : status
        }
        let dx = backward.output(DNNL_ARG_DIFF_SRC, shape: source.shape)
        backward.run([
            (DNNL_ARG_DIFF_DST, gradient.reordered(to: backward.layout(DNNL_ARG_DIFF_DST))),
            (DNNL_ARG_WEIGHTS, weight.reordered(to: backward.layout(DNNL_ARG_WEIGHTS))),
            (DNNL_ARG_DIFF_SRC, dx),
        ])
        return dx
    }

    func backwardWeights(_ gradient: Tensor, _ x: Tensor) -> (Tensor, Tensor?) {
        let key = PrimitiveKey(operation: "linear backward weights", layouts: [source, weights, bias, output])
        let backward = Primitive.cached(key) { result in
            var descriptor = dnnl_inner_product_desc_t()
            let status = withDescriptors(source, weights, bias, output) {
                dnnl_inner_product_backward_weights_desc_init(&descriptor, $0, $1, $2, $3)
            }
            return status == dnnl_success ? Primitive.describe(descriptor, hint: forward, into: &result) : status
        }
        let dWeight = backward.output(DNNL_ARG_DIFF_WEIGHTS, shape: weights.shape)
        let dBias = bias.map { backward.output(DNNL_ARG_DIFF_BIAS, shape: $0.shape) }
        var arguments = [
            (DNNL_ARG_DIFF_DST, gradient.reordered(to: backward.layout(DNNL_ARG_DIFF_DST))),
            (DNNL_ARG_SRC, x.reordered(to: backward.layout(DNNL_ARG_SRC))),
            (DNNL_ARG_DIFF_WEIGHTS, dWeight),
        ]
        if let dBias { arguments.append((DNNL_ARG_DIFF_BIAS, dBias)) }
        backward.run(arguments)
        return (dWeight, dBias)
    }
}
