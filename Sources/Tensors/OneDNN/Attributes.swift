import COneDNN

/// An elementwise function that a kernel applies to its output before writing it.
public enum Activation: Hashable, Sendable {
    case none, relu, relu6, silu
}

/// Settings of a primitive: the caller provides the scratch memory, so that primitives can be shared, and an activation
/// may follow.
struct Attributes: @unchecked Sendable {
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

    private init(_ activation: Activation) {
        var handle: dnnl_primitive_attr_t?
        check(dnnl_primitive_attr_create(&handle), "creating attributes")
        check(dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user), "setting the scratchpad mode")
        self.handle = handle!
        switch activation {
        case .none: break
        case .relu: append(dnnl_eltwise_relu, 0, 0)
        case .relu6: append(dnnl_eltwise_clip_v2, 0, 6)
        case .silu: append(dnnl_eltwise_swish, 1, 0)
        }
    }

    private func append(_ function: dnnl_alg_kind_t, _ alpha: Float, _ beta: Float) {
        var operations: dnnl_post_ops_t?
        check(dnnl_post_ops_create(&operations), "creating a list of operations")
        check(dnnl_post_ops_append_eltwise(operations, 1, function, alpha, beta), "appending an activation")
        check(dnnl_primitive_attr_set_post_ops(handle, operations), "setting the activation")
        check(dnnl_post_ops_destroy(operations), "freeing the list of operations")
    }
}
