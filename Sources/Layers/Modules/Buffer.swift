import Checks
import Tensors

/// State that belongs to a model but is not learned by gradients: running means and variances, counters.
///
/// A buffer is not a tensor but holds one, so it can be neither unfrozen, counted as trainable, clipped nor decayed.
public final class Buffer {
    /// How the numbers are written to a weights file.
    public enum StoredAs: Sendable {
        /// Single precision.
        case float32
        /// A 64-bit integer, as PyTorch stores counters.
        case int64
    }

    /// The numbers; change them with ``Tensors/Tensor/copy(from:)`` or `withMutableValues`.
    public let value: Tensor
    /// How they are written to a weights file.
    public let storedAs: StoredAs

    /// A buffer that starts with `value`.
    public init(_ value: Tensor, storedAs: StoredAs = .float32) {
        require(!value.requiresGrad, "Buffer: a buffer cannot hold a tensor that wants a gradient")
        self.value = value
        self.storedAs = storedAs
    }
}
