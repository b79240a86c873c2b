import Tensors

extension PixelBatch {
    /// The images as a tensor, `[count, channels, height, width]`.
    public var images: Tensor { Tensor(values, shape: shape) }
}
