import COneDNN
import Checks

/// Each sample of a batch multiplied by a number of its own; the numbers are constants.
///
/// - Parameters:
///   - x: `[batch, …]`
///   - factors: one per sample.
/// - Returns: a tensor of `x`'s shape.
public func scaleSamples(_ x: Tensor, by factors: [Float]) -> Tensor {
    require(
        x.rank > 0 && x.shape[0] == factors.count,
        "scaleSamples: \(factors.count) factors do not fit a batch of shape \(x.shape)")
    return recorded(scaled(x, by: factors), from: x) { gradient in [scaled(gradient, by: factors)] }
}

private func scaled(_ x: Tensor, by factors: [Float]) -> Tensor {
    // All layouts of activations keep a sample's numbers together; should one not, the plain layout does.
    let x = x.layout.keepsRowsTogether ? x : x.plain()
    let y = Tensor(shape: x.shape, layout: x.layout, storage: Storage(byteCount: x.layout.byteCount))
    let count = x.layout.byteCount / MemoryLayout<Float>.stride / max(factors.count, 1)
    let source = x.storage.pointer.assumingMemoryBound(to: Float.self)
    let target = y.storage.pointer.assumingMemoryBound(to: Float.self)
    for (sample, factor) in factors.enumerated() {
        for i in sample * count..<(sample + 1) * count { target[i] = source[i] * factor }
    }
    return y
}

extension Layout {
    /// Whether the first axis is the outermost in memory, so that each of its rows is one piece.
    fileprivate var keepsRowsTogether: Bool {
        guard format == .single, descriptor.format_kind == dnnl_blocked, descriptor.padded_dims.0 == descriptor.dims.0
        else {
            return false
        }
        let rowBytes = Int(descriptor.format_desc.blocking.strides.0) * MemoryLayout<Float>.stride
        return rowBytes * shape[0] == byteCount
    }
}
