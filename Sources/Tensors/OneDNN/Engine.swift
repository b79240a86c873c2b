import COneDNN
import Checks

/// The CPU, as oneDNN sees it, and the queue that primitives run on.
///
/// Both are safe to share between threads: a CPU stream holds no state of its own and primitives run in the caller.
struct Engine: @unchecked Sendable {
    static let cpu = Engine()

    let handle: dnnl_engine_t
    let stream: dnnl_stream_t
    /// How many channels its convolutions like to find side by side: as many as a vector holds, or 1.
    let channelBlock: Int

    private init() {
        var engine: dnnl_engine_t?
        check(dnnl_engine_create(&engine, dnnl_cpu, 0), "creating the CPU engine")
        var stream: dnnl_stream_t?
        check(dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue)), "creating a stream")
        self.handle = engine!
        self.stream = stream!
        channelBlock = processorHas(dnnl_cpu_isa_avx512_core) ? 16 : processorHas(dnnl_cpu_isa_avx2) ? 8 : 1
    }
}

/// Whether oneDNN has kernels for these instructions here.
func processorHas(_ instructions: dnnl_cpu_isa_t) -> Bool {
    dnnl_get_effective_cpu_isa().rawValue & instructions.rawValue == instructions.rawValue
}

/// Stops with oneDNN's reason when a call failed. Shapes are checked before, so this is a bug or a lack of memory.
func check(_ status: dnnl_status_t, _ what: @autoclosure () -> String) {
    guard status != dnnl_success else { return }
    let reason =
        switch status {
        case dnnl_out_of_memory: "out of memory"
        case dnnl_invalid_arguments: "invalid arguments"
        case dnnl_unimplemented: "not implemented for these shapes"
        default: "status \(status.rawValue)"
        }
    fatalError("oneDNN: \(what()) failed: \(reason)")
}

/// A shape, stride or padding as oneDNN takes it: twelve integers, of which the first few count.
func withDims<Result>(_ values: [Int], _ body: (UnsafePointer<dnnl_dim_t>) -> Result) -> Result {
    require(values.count <= Int(DNNL_MAX_NDIMS), "a tensor has at most \(DNNL_MAX_NDIMS) axes, not \(values.count)")
    return withUnsafeTemporaryAllocation(of: dnnl_dim_t.self, capacity: Int(DNNL_MAX_NDIMS)) { buffer in
        buffer.initialize(repeating: 0)
        for (i, value) in values.enumerated() { buffer[i] = dnnl_dim_t(value) }
        return body(buffer.baseAddress!)
    }
}
