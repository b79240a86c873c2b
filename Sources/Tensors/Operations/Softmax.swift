import COneDNN
import Checks

/// Turns logits into probabilities along an axis: `eˣ / Σ eˣ`. Safe for large logits.
public func softmax(_ x: Tensor, axis: Int = -1) -> Tensor {
    let axis = axis < 0 ? axis + x.rank : axis
    require(x.shape.indices.contains(axis), "softmax: shape \(x.shape) has no axis \(axis)")
    let forward = Primitive.cached(PrimitiveKey(operation: "softmax forward", layouts: [x.layout], numbers: [axis])) {
        result in
        var descriptor = dnnl_softmax_v2_desc_t()
        let status = withUnsafePointer(to: x.layout.descriptor) {
            dnnl_softmax_v2_forward_desc_init(
                &descriptor, dnnl_forward_training, dnnl_softmax_accurate, $0, $0, Int32(axis))
        }
        return status == dnnl_success ? Primitive.describe(descriptor, into: &result) : status
    }
    let y = forward.output(DNNL_ARG_DST, shape: x.shape)
    forward.run([(DNNL_ARG_SRC, x), (DNNL_ARG_DST, y)])
    return recorded(y, from: x) { gradient in
        let backward = Primitive.cached(
            PrimitiveKey(operation: "softmax backward", layouts: [y.layout], numbers: [axis])
        ) { result in
            var descriptor = dnnl_softmax_v2_desc_t()
            let status = withUnsafePointer(to: y.layout.descriptor) {
                dnnl_softmax_v2_backward_desc_init(&descriptor, dnnl_softmax_accurate, $0, $0, $0, Int32(axis))
            }
            return status == dnnl_success ? Primitive.describe(descriptor, hint: forward, into: &result) : status
        }
        let dx = backward.output(DNNL_ARG_DIFF_SRC, shape: y.shape)
        backward.run([
            (DNNL_ARG_DST, y), (DNNL_ARG_DIFF_DST, gradient.reordered(to: y.layout)), (DNNL_ARG_DIFF_SRC, dx),
        ])
        return [dx]
    }
}
