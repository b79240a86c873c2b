import COneDNN

/// An elementwise function that a kernel applies to its output before writing it.
public enum Activation: Hashable, Sendable {
    case none, relu, relu6, silu
}

/// Settings of a primitive: the caller provides the scratch memory, so that primitives can be shared; something may be
/// added to the output, and an activation may follow.
final class Attributes: @unchecked Sendable {
    static let plain = Attributes(.none)
    private static let relu = Attributes(.relu)
    private static let relu6 = Attributes(.relu6)
    private static let silu = Attributes(.silu)

    static func of(_ activation: Activation) -> Attributes {
        switch activation {
        case .none: plain
        case .relu: relu
        case .relu6: relu6
        case .silu: silu
        }
    }

    let handle: dnnl_primitive_attr_t

    /// - Parameter summand: how a tensor lies that is added before the activation; it comes as
    ///   ``Primitive/firstPostOperand``.
    init(_ activation: Activation, adding summand: Layout? = nil) {
        var handle: dnnl_primitive_attr_t?
        check(dnnl_primitive_attr_create(&handle), "creating attributes")
        check(dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user), "setting the scratchpad mode")
        self.handle = handle!
        var operations: dnnl_post_ops_t?
        check(dnnl_post_ops_create(&operations), "creating a list of operations")
        if let summand {
            let status = withUnsafePointer(to: summand.descriptor) {
                dnnl_post_ops_append_binary(operations, dnnl_binary_add, $0)
            }
            check(status, "appending a sum")
        }
        if let (function, alpha, beta) = activation.kernel {
            check(dnnl_post_ops_append_eltwise(operations, 1, function, alpha, beta), "appending an activation")
        }
        check(dnnl_primitive_attr_set_post_ops(handle, operations), "setting what follows")
        check(dnnl_post_ops_destroy(operations), "freeing the list of operations")
    }

    deinit { dnnl_primitive_attr_destroy(handle) }
}

extension Activation {
    /// oneDNN's function and its two numbers; `nil` for none.
    fileprivate var kernel: (dnnl_alg_kind_t, Float, Float)? {
        switch self {
        case .none: nil
        case .relu: (dnnl_eltwise_relu, 0, 0)
        case .relu6: (dnnl_eltwise_clip_v2, 0, 6)
        case .silu: (dnnl_eltwise_swish, 1, 0)
        }
    }
}
