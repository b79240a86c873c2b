import Tensors

/// The maximum and the mean over bins that cover the image, joined along the channels: what stands out, and what there
/// is on the whole.
public final class AdaptiveConcatPool2d: Module, Repeatable {
    /// Which half of the output comes first.
    public enum Order: Sendable {
        /// The maxima, as in fastai.
        case maximumFirst
        /// The means.
        case meanFirst
    }

    private let size: Int
    private let order: Order

    /// `size × size` bins; one bin and the maxima first, as in fastai, if left out.
    public init(_ size: Int = 1, order: Order = .maximumFirst) { (self.size, self.order) = (size, order) }

    /// `[batch, 2 · channels, size, size]`
    public override func forward(_ x: Tensor) -> Tensor {
        let maximum = adaptiveMaxPool2d(x, output: (size, size))
        let mean = adaptiveAveragePool2d(x, output: (size, size))
        return concatenated(order == .maximumFirst ? [maximum, mean] : [mean, maximum])
    }

    /// `to 1×1`
    public override var detail: String { "to \(size)×\(size)" }
}
