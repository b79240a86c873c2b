import COneDNN

/// Rectified linear unit, elementwise: `max(x, 0)`. Its slope at 0 is 0. NaN becomes 0, where PyTorch's stays NaN.
public func relu(_ x: Tensor) -> Tensor {
    // The slope is the same at the output as at the input, so the input need not be kept.
    let kernel = Eltwise("relu", dnnl_eltwise_relu, x.layout)
    let y = kernel(x)
    return recorded(y, from: x) { gradient in [kernel.backward(gradient, at: y)] }
}

/// `relu(a + b)` for tensors of one shape, in one pass over memory: the end of a residual block.
public func reluOfSum(_ a: Tensor, _ b: Tensor) -> Tensor {
    guard a.shape == b.shape else { return relu(a + b) }
    let y = binary(.add, a, b, followedBy: .relu)
    return recorded(y, from: a, b) { gradient in
        let gradient = Eltwise("relu", dnnl_eltwise_relu, y.layout).backward(gradient, at: y)
        return [gradient, gradient]
    }
}

/// ReLU with a ceiling, elementwise: `min(max(x, 0), 6)`. Its slope is 0 at 0 and at 6. NaN becomes 0,
/// where PyTorch's stays NaN.
public func relu6(_ x: Tensor) -> Tensor { eltwise("relu6", dnnl_eltwise_clip_v2, x, 0, 6) }

/// Sigmoid linear unit, also called swish, elementwise: `x / (1 + e⁻ˣ)`.
public func silu(_ x: Tensor) -> Tensor { eltwise("silu", dnnl_eltwise_swish, x, 1) }

/// Logistic function, elementwise: `1 / (1 + e⁻ˣ)`.
public func sigmoid(_ x: Tensor) -> Tensor { eltwise("sigmoid", dnnl_eltwise_logistic, x) }

/// Hyperbolic tangent, elementwise.
public func tanh(_ x: Tensor) -> Tensor { eltwise("tanh", dnnl_eltwise_tanh, x) }

/// Exponential, elementwise: `eˣ`.
public func exp(_ x: Tensor) -> Tensor { eltwise("exp", dnnl_eltwise_exp, x) }

/// Natural logarithm, elementwise.
public func log(_ x: Tensor) -> Tensor { eltwise("log", dnnl_eltwise_log, x) }

/// Square root, elementwise.
public func sqrt(_ x: Tensor) -> Tensor { eltwise("sqrt", dnnl_eltwise_sqrt, x) }

/// Square, elementwise: `x²`.
public func square(_ x: Tensor) -> Tensor { eltwise("square", dnnl_eltwise_square, x) }

/// Absolute value, elementwise. Its slope at 0 is 0.
public func abs(_ x: Tensor) -> Tensor { eltwise("abs", dnnl_eltwise_abs, x) }

/// A straight line, elementwise: `scale · x + shift`.
func affine(_ x: Tensor, scale: Float, shift: Float) -> Tensor {
    eltwise("affine", dnnl_eltwise_linear, x, scale, shift)
}

/// An elementwise function and its derivative, both oneDNN's. The layout stays.
private func eltwise(
    _ name: String, _ function: dnnl_alg_kind_t, _ x: Tensor, _ alpha: Float = 0, _ beta: Float = 0
) -> Tensor {
    let kernel = Eltwise(name, function, x.layout, alpha, beta)
    return recorded(kernel(x), from: x) { gradient in [kernel.backward(gradient, at: x)] }
}

/// The two kernels of an elementwise function.
private struct Eltwise {
    private let forward: Primitive
    private let name: String
    private let function: dnnl_alg_kind_t
    private let layout: Layout
    private let numbers: [Float]

    init(_ name: String, _ function: dnnl_alg_kind_t, _ layout: Layout, _ alpha: Float = 0, _ beta: Float = 0) {
        (self.name, self.function, self.layout, numbers) = (name, function, layout, [alpha, beta])
        let key = PrimitiveKey(operation: "\(name) forward", layouts: [layout], floats: numbers)
        forward = Primitive.cached(key) { result in
            var descriptor = dnnl_eltwise_desc_t()
            let status = withUnsafePointer(to: layout.descriptor) {
                dnnl_eltwise_forward_desc_init(&descriptor, dnnl_forward_training, function, $0, alpha, beta)
            }
            return status == dnnl_success ? Primitive.describe(descriptor, into: &result) : status
        }
    }

    /// The function's values, outside the graph.
    func callAsFunction(_ x: Tensor) -> Tensor {
        let y = forward.output(DNNL_ARG_DST, shape: x.shape)
        forward.run([(DNNL_ARG_SRC, x), (DNNL_ARG_DST, y)])
        return y
    }

    /// The gradient times the slope at `x`.
    func backward(_ gradient: Tensor, at x: Tensor) -> Tensor {
        let key = PrimitiveKey(operation: "\(name) backward", layouts: [layout], floats: numbers)
        let backward = Primitive.cached(key) { result in
            var descriptor = dnnl_eltwise_desc_t()
            let status = withUnsafePointer(to: layout.descriptor) {
                dnnl_eltwise_backward_desc_init(&descriptor, function, $0, $0, numbers[0], numbers[1])
            }
            return status == dnnl_success ? Primitive.describe(descriptor, hint: forward, into: &result) : status
        }
        let dx = backward.output(DNNL_ARG_DIFF_SRC, shape: x.shape)
        backward.run([
            (DNNL_ARG_SRC, x), (DNNL_ARG_DIFF_DST, gradient.reordered(to: layout)), (DNNL_ARG_DIFF_SRC, dx),
        ])
        return dx
    }
}
