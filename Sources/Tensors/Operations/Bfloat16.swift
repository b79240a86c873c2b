import COneDNN

/// Where convolutions compute in bfloat16.
enum Bfloat16 {
    /// Whether somebody asked for it.
    @TaskLocal static var isWelcome = false
    /// Whether it is in force here, in a part of a network that nothing is recorded for.
    @TaskLocal static var isInForce = false
}

/// Whether this processor multiplies numbers in bfloat16. Others would only pretend, slowly.
public let bfloat16IsAvailable = processorHas(dnnl_cpu_isa_avx512_core_bf16)

/// Runs `body` with the frozen beginnings of networks, and networks under evaluation, computed in bfloat16 where the
/// processor can: half the memory, up to twice the speed, and features that are off by up to 1 %.
///
/// Sums are still taken in single precision, and so is all that learns. On other processors nothing changes.
public func withBfloat16<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Bfloat16.$isWelcome.withValue(bfloat16IsAvailable, operation: body)
}

/// Whether ``withBfloat16(_:)`` has something to do here.
package var bfloat16IsWelcome: Bool { Bfloat16.isWelcome && !Bfloat16.isInForce && !ConvolutionAlgorithm.isExact }

/// What `body` computes in bfloat16, in single precision again.
package func inBfloat16(_ body: () -> Tensor) -> Tensor {
    let y = Bfloat16.$isInForce.withValue(true, operation: body)
    return y.layout.format == .single ? y : y.plain()
}
