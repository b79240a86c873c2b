import Images
import Models

extension Preset {
    /// The deterministic transform for evaluation: short side to ``resizeSize``, centre crop, scale, normalise.
    ///
    /// - Parameter size: the side of the crop in pixels; the weights' own if left out. The short side before the crop
    ///   shrinks with it, rounded. A smaller picture is faster and less exact.
    public func evaluationTransforms(size: Int? = nil) -> Transforms {
        let side = size ?? imageSize
        let shortSide = max(side, (2 * side * resizeSize + imageSize) / (2 * imageSize))
        return Transforms(
            [
                Resize(shortSide: shortSide, interpolation: interpolation),
                CenterCrop(size: side),
            ], then: [Normalize(mean: mean, std: std)])
    }

    /// How the weights' images were resized.
    public var interpolation: Interpolation { isBicubic ? .bicubic : .bilinear }
}
