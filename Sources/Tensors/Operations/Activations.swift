import COneDNN

/// Rectified linear unit, elementwise: `max(x, 0)`. Its slope at 0 is 0. NaN becomes 0, where PyTorch's stays NaN.
public func relu(_ x: Tensor) -> Tensor { clipped(x, .relu(x.layout)) }

/// `relu(a + b)` for tensors of one shape, in one pass over memory: the end of a residual block.
public func reluOfSum(_ a: Tensor, _ b: Tensor) -> Tensor {
    guard a.shape == b.shape else { return relu(a + b) }
    let y = binary(.add, a, b, followedBy: .relu)
    return recorded(y, from: a, b) { gradient in
        let gradient = Eltwise.relu(y.layout).backward(gradient, at: y)
        return [gradient, gradient]
    }
}

/// ReLU with a ceiling, elementwise: `min(max(x, 0), 6)`. Its slope is 0 at 0 and at 6. NaN becomes 0,
/// where PyTorch's stays NaN.
public func relu6(_ x: Tensor) -> Tensor { clipped(x, .relu6(x.layout)) }

/// Sigmoid linear unit, also called swish, elementwise: `x / (1 + e⁻ˣ)`.
public func silu(_ x: Tensor) -> Tensor { eltwise(x, .silu(x.layout)) }

/// Logistic function, elementwise: `1 / (1 + e⁻ˣ)`.
public func sigmoid(_ x: Tensor) -> Tensor { eltwise(x, Eltwise("sigmoid", dnnl_eltwise_logistic, x.layout)) }

/// Hyperbolic tangent, elementwise.
public func tanh(_ x: Tensor) -> Tensor { eltwise(x, Eltwise("tanh", dnnl_eltwise_tanh, x.layout)) }

/// Exponential, elementwise: `eˣ`.
public func exp(_ x: Tensor) -> Tensor { eltwise(x, Eltwise("exp", dnnl_eltwise_exp, x.layout)) }

/// Natural logarithm, elementwise.
public func log(_ x: Tensor) -> Tensor { eltwise(x, Eltwise("log", dnnl_eltwise_log, x.layout)) }

/// Square root, elementwise.
public func sqrt(_ x: Tensor) -> Tensor { eltwise(x, Eltwise("sqrt", dnnl_eltwise_sqrt, x.layout)) }

/// Square, elementwise: `x²`.
public func square(_ x: Tensor) -> Tensor { eltwise(x, Eltwise("square", dnnl_eltwise_square, x.layout)) }

/// Absolute value, elementwise. Its slope at 0 is 0.
public func abs(_ x: Tensor) -> Tensor { eltwise(x, Eltwise("abs", dnnl_eltwise_abs, x.layout)) }

/// A straight line, elementwise: `scale · x + shift`.
func affine(_ x: Tensor, scale: Float, shift: Float) -> Tensor {
    eltwise(x, Eltwise("affine", dnnl_eltwise_linear, x.layout, scale, shift))
}

/// An elementwise function and its derivative, both oneDNN's. The layout stays.
private func eltwise(_ x: Tensor, _ kernel: Eltwise) -> Tensor {
    recorded(kernel(x), from: x) { gradient in [kernel.backward(gradient, at: x)] }
}

/// The same for a function whose slope is the same at its output as at its input, so that the input need not be kept.
private func clipped(_ x: Tensor, _ kernel: Eltwise) -> Tensor {
    let y = kernel(x)
    return recorded(y, from: x) { gradient in [kernel.backward(gradient, at: y)] }
}

/// The two kernels of an elementwise function.
struct Eltwise {
    private let forward: Primitive
    private let name: String
    private let function: dnnl_alg_kind_t
    private let layout: Layout
    private let numbers: [Float]
    private var usesOutput: Bool { function == dnnl_eltwise_clip_v2_use_dst_for_bwd }

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

    /// ``Tensors/relu(_:)``, whose slope may be asked for at the output.
    static func relu(_ layout: Layout) -> Eltwise { Eltwise("relu", dnnl_eltwise_relu, layout) }

    /// ``Tensors/relu6(_:)``, whose slope is to be asked for at the output.
    static func relu6(_ layout: Layout) -> Eltwise {
        Eltwise("relu6", dnnl_eltwise_clip_v2_use_dst_for_bwd, layout, 0, 6)
    }

    /// ``Tensors/silu(_:)``
    static func silu(_ layout: Layout) -> Eltwise { Eltwise("silu", dnnl_eltwise_swish, layout, 1) }

    /// The function's values, outside the graph.
    func callAsFunction(_ x: Tensor) -> Tensor {
        let y = forward.output(DNNL_ARG_DST, shape: x.shape)
        run(x, into: y)
        return y
    }

    /// Writes the function's values to `y`, which may be `x`.
    func run(_ x: Tensor, into y: Tensor) { forward.run([(DNNL_ARG_SRC, x), (DNNL_ARG_DST, y)]) }

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
            (usesOutput ? DNNL_ARG_DST : DNNL_ARG_SRC, x), (DNNL_ARG_DIFF_DST, gradient.reordered(to: layout)),
            (DNNL_ARG_DIFF_SRC, dx),
        ])
        return dx
    }
}
