import COneDNN

/// An elementwise function that a kernel applies to its output before writing it.
public enum Activation: Hashable, CaseIterable, Sendable {
    case none, relu, relu6, silu
}

/// Settings of a primitive: the caller provides the scratch memory, so that primitives can be shared, and an activation
/// may follow.
struct Attributes: @unchecked Sendable {
    static let plain = Attributes(.none)
    private static let all = Dictionary(uniqueKeysWithValues: Activation.allCases.map { ($0, Attributes($0)) })

    static func of(_ activation: Activation) -> Attributes { all[activation] ?? plain }

    let handle: dnnl_primitive_attr_t

    private init(_ activation: Activation) {
        var handle: dnnl_primitive_attr_t?
        check(dnnl_primitive_attr_create(&handle), "creating attributes")
        check(dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user), "setting the scratchpad mode")
        self.handle = handle!
        guard activation != .none else { return }
        var operations: dnnl_post_ops_t?
        check(dnnl_post_ops_create(&operations), "creating a list of operations")
        let status =
            switch activation {
            case .none, .relu: dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_relu, 0, 0)
            case .relu6: dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_clip_v2, 0, 6)
            case .silu: dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_swish, 1, 0)
            }
        check(status, "appending \(activation)")
        check(dnnl_primitive_attr_set_post_ops(handle, operations), "setting the activation")
        check(dnnl_post_ops_destroy(operations), "freeing the list of operations")
    }
}
