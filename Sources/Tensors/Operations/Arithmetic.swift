import COneDNN
import Checks

/// Elementwise arithmetic. Shapes are matched from the last axis on; an axis of size 1 is repeated as needed.
extension Tensor {
    /// Elementwise sum.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        let (a, b) = broadcast(a, b)
        return recorded(binary(.add, a, b), from: a, b) { gradient in
            [gradient, b.requiresGrad ? reduced(gradient, to: b.shape) : nil]
        }
    }

    /// Elementwise difference.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        let (a, b) = broadcast(a, b)
        return recorded(binary(.subtract, a, b), from: a, b) { gradient in
            [gradient, b.requiresGrad ? reduced(affine(gradient, scale: -1, shift: 0), to: b.shape) : nil]
        }
    }

    /// Elementwise product.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        let (a, b) = broadcast(a, b)
        if a.rank == 4, a.shape != b.shape, b.shape == Array(a.shape[..<2]) + [1, 1] { return scaleChannels(a, by: b) }
        return recorded(binary(.multiply, a, b), from: a, b) { gradient in
            [
                a.requiresGrad ? binary(.multiply, gradient, b) : nil,
                b.requiresGrad ? reduced(binary(.multiply, gradient, a), to: b.shape) : nil,
            ]
        }
    }

    /// Elementwise quotient.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        let (a, b) = broadcast(a, b)
        let y = binary(.divide, a, b)
        return recorded(y, from: a, b) { gradient in
            let da = binary(.divide, gradient, b)
            let db = b.requiresGrad ? affine(reduced(binary(.multiply, da, y), to: b.shape), scale: -1, shift: 0) : nil
            return [da, db]
        }
    }

    /// Adds a number to every element.
    public static func + (a: Tensor, b: Float) -> Tensor { affine(a, scale: 1, shift: b) }
    /// Adds a number to every element.
    public static func + (a: Float, b: Tensor) -> Tensor { affine(b, scale: 1, shift: a) }
    /// Subtracts a number from every element.
    public static func - (a: Tensor, b: Float) -> Tensor { affine(a, scale: 1, shift: -b) }
    /// Subtracts every element from a number.
    public static func - (a: Float, b: Tensor) -> Tensor { affine(b, scale: -1, shift: a) }
    /// Multiplies every element by a number.
    public static func * (a: Tensor, b: Float) -> Tensor { affine(a, scale: b, shift: 0) }
    /// Multiplies every element by a number.
    public static func * (a: Float, b: Tensor) -> Tensor { affine(b, scale: a, shift: 0) }
    /// Divides every element by a number.
    public static func / (a: Tensor, b: Float) -> Tensor { affine(a, scale: 1 / b, shift: 0) }
    /// Every element with its sign turned.
    public static prefix func - (a: Tensor) -> Tensor { affine(a, scale: -1, shift: 0) }
}

enum BinaryOperation {
    case add, subtract, multiply, divide

    var kind: dnnl_alg_kind_t {
        switch self {
        case .add: dnnl_binary_add
        case .subtract: dnnl_binary_sub
        case .multiply: dnnl_binary_mul
        case .divide: dnnl_binary_div
        }
    }
}

/// `a` and `b` combined element by element, outside the graph, in `a`'s layout. `b` may have axes of size 1.
func binary(
    _ operation: BinaryOperation, _ a: Tensor, _ b: Tensor, followedBy activation: Activation = .none
) -> Tensor {
    let b = a.shape == b.shape ? b.reordered(to: a.layout) : b.plain()
    let key = PrimitiveKey(operation: "\(operation) \(activation)", layouts: [a.layout, b.layout])
    let primitive = Primitive.cached(key) { result in
        var descriptor = dnnl_binary_desc_t()
        let status = withDescriptors(a.layout, b.layout, nil, a.layout) { a, b, _, output in
            dnnl_binary_desc_init(&descriptor, operation.kind, a, b, output)
        }
        return status == dnnl_success
            ? Primitive.describe(descriptor, .of(activation), into: &result) : status
    }
    let y = Tensor(shape: a.shape, layout: a.layout, storage: Storage(byteCount: a.layout.byteCount))
    primitive.run([(DNNL_ARG_SRC_0, a), (DNNL_ARG_SRC_1, b), (DNNL_ARG_DST, y)])
    return y
}

/// Brings two tensors to one rank, and the first to the full shape, so that the second can be repeated along it.
private func broadcast(_ a: Tensor, _ b: Tensor) -> (Tensor, Tensor) {
    if a.shape == b.shape { return (a, b) }
    let rank = max(a.rank, b.rank, 1)
    let first = [Int](repeating: 1, count: rank - a.rank) + a.shape
    let second = [Int](repeating: 1, count: rank - b.rank) + b.shape
    let full = zip(first, second).map { pair in
        require(
            pair.0 == pair.1 || pair.0 == 1 || pair.1 == 1,
            "arithmetic: shapes \(a.shape) and \(b.shape) do not fit together")
        return pair.0 == 1 ? pair.1 : pair.0
    }
    return (a.reshaped(first).repeated(to: full), b.reshaped(second))
}

/// Sums a gradient over the axes along which an operand of `shape` was repeated.
private func reduced(_ gradient: Tensor, to shape: [Int]) -> Tensor {
    let axes = shape.indices.filter { shape[$0] != gradient.shape[$0] }
    return axes.isEmpty ? gradient : sum(gradient, axes: axes, keepingAxes: true)
}

extension Tensor {
    /// This tensor with its axes of size 1 repeated until it has `shape`.
    func repeated(to full: [Int]) -> Tensor {
        if full == shape { return self }
        let y = Tensor(uninitialized: full)
        let ownStrides = contiguousStrides(shape)
        let strides = contiguousStrides(full)
        withValues { source in
            y.withMutableValues { target in
                for i in target.indices {
                    var position = 0
                    for axis in full.indices where shape[axis] != 1 {
                        position += i / strides[axis] % full[axis] * ownStrides[axis]
                    }
                    target[i] = source[position]
                }
            }
        }
        let ownShape = shape
        return recorded(y, from: self) { gradient in [reduced(gradient, to: ownShape)] }
    }
}
