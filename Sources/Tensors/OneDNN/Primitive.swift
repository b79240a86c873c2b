import COneDNN
import Synchronization

/// One compiled kernel: an operation for fixed shapes and layouts.
///
/// Making one costs up to a millisecond, so ``cached(_:_:)`` makes each only once in a process. A primitive holds no
/// data: what it reads, writes and scribbles on is passed to each call, so several threads may run the same one.
final class Primitive: @unchecked Sendable {
    /// The role a buffer plays in a call, in oneDNN's numbering: `DNNL_ARG_SRC` and so on.
    typealias Argument = Int32

    /// What ``Attributes`` adds to the output.
    static let firstPostOperand = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1

    /// The description, which later primitives take as a hint (the backward of this forward).
    let description: dnnl_primitive_desc_t
    private let name: String
    private let handle: dnnl_primitive_t
    private let scratchpad: Layout?
    private let layouts = Mutex<[Argument: Layout]>([:])

    private init(_ name: String, _ description: dnnl_primitive_desc_t) {
        self.name = name
        self.description = description
        var handle: dnnl_primitive_t?
        check(dnnl_primitive_create(&handle, description), "compiling \(name)")
        self.handle = handle!
        let scratchpad = Layout(dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0).pointee)
        self.scratchpad = scratchpad.byteCount > 0 ? scratchpad : nil
    }

    /// The layout this kernel wants or gives for an argument.
    func layout(_ argument: Argument) -> Layout {
        layouts.withLock { known in
            if let layout = known[argument] { return layout }
            let layout = Layout(dnnl_primitive_desc_query_md(description, dnnl_query_exec_arg_md, argument).pointee)
            known[argument] = layout
            return layout
        }
    }

    /// A new tensor of this kernel's layout for an output, filled by the call that follows.
    func output(_ argument: Argument, shape: [Int]) -> Tensor {
        let layout = layout(argument)
        return Tensor(shape: shape, layout: layout, storage: Storage(byteCount: layout.byteCount))
    }

    /// Runs the kernel. Inputs must already lie as ``layout(_:)`` says.
    func run(_ arguments: [(Argument, Tensor)]) {
        var workspace: Storage?
        withUnsafeTemporaryAllocation(of: dnnl_exec_arg_t.self, capacity: arguments.count + 1) { list in
            for (i, (argument, tensor)) in arguments.enumerated() {
                list[i] = dnnl_exec_arg_t(arg: argument, memory: memory(tensor.layout, tensor.storage))
            }
            var count = arguments.count
            if let scratchpad {
                workspace = Storage(byteCount: scratchpad.byteCount)
                list[count] = dnnl_exec_arg_t(arg: DNNL_ARG_SCRATCHPAD, memory: memory(scratchpad, workspace!))
                count += 1
            }
            let status = dnnl_primitive_execute(handle, Engine.cpu.stream, Int32(count), list.baseAddress)
            check(status, "running \(name)")
            for i in 0..<count { dnnl_memory_destroy(list[i].memory) }
        }
        // The kernel holds bare pointers: keep their owners alive until it is done.
        withExtendedLifetime((arguments, workspace)) {}
    }

    private func memory(_ layout: Layout, _ storage: Storage) -> dnnl_memory_t? {
        var memory: dnnl_memory_t?
        let status = withUnsafePointer(to: layout.descriptor) {
            dnnl_memory_create(&memory, $0, Engine.cpu.handle, storage.pointer)
        }
        check(status, "wrapping a buffer of \(layout.byteCount) bytes")
        return memory
    }
}

// MARK: - Making and keeping

/// What tells one primitive from another.
struct PrimitiveKey: Hashable {
    var operation: String
    var layouts: [Layout?]
    var numbers: [Int] = []
    var floats: [Float] = []
}

extension Primitive {
    private static let cache = Mutex<[PrimitiveKey: Primitive?]>([:])

    /// How many there are by now.
    static var keptCount: Int { cache.withLock(\.count) }

    /// The primitive for `key`, made by `describe` if there is none yet.
    static func cached(_ key: PrimitiveKey, _ describe: (inout dnnl_primitive_desc_t?) -> dnnl_status_t) -> Primitive {
        if let known = cache.withLock({ $0[key] }) { return known! }
        var description: dnnl_primitive_desc_t?
        check(describe(&description), "describing \(key.operation) of \(key.layouts.map { $0?.shape ?? [] })")
        return kept(Primitive(key.operation, description!), key)!
    }

    /// The same for a kernel that not every machine has; `nil` where it is missing, or not welcome by its name.
    static func cachedIfAvailable(
        _ key: PrimitiveKey, isWelcome: (String) -> Bool,
        _ describe: (inout dnnl_primitive_desc_t?) -> dnnl_status_t
    ) -> Primitive? {
        if let known = cache.withLock({ $0[key] }) { return known }
        var description: dnnl_primitive_desc_t?
        guard describe(&description) == dnnl_success, isWelcome(implementation(of: description!)) else {
            dnnl_primitive_desc_destroy(description)
            return kept(nil, key)
        }
        return kept(Primitive(key.operation, description!), key)
    }

    /// What oneDNN calls the kernel, such as `jit:avx512_core`, or `ref:any` for one that computes number by number.
    private static func implementation(of description: dnnl_primitive_desc_t) -> String {
        var name: UnsafePointer<CChar>?
        check(
            dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, &name), "asking for a kernel's name")
        return name.map { String(cString: $0) } ?? ""
    }

    private static func kept(_ primitive: Primitive?, _ key: PrimitiveKey) -> Primitive? {
        cache.withLock { cache in
            if let known = cache[key] { return known }
            cache[key] = .some(primitive)
            return primitive
        }
    }

    /// Describes a primitive from an operation descriptor, with `forward` as the hint where it is a backward one.
    static func describe<Operation>(
        _ operation: Operation, _ attributes: Attributes = .plain, hint forward: Primitive? = nil,
        into description: inout dnnl_primitive_desc_t?
    ) -> dnnl_status_t {
        withUnsafePointer(to: operation) {
            dnnl_primitive_desc_create(
                &description, $0, attributes.handle, Engine.cpu.handle, forward?.description)
        }
    }
}
