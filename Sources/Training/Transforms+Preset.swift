import Images
import Models

extension Preset {
    /// The deterministic transform for evaluation: short side to `size`, centre crop, scale, normalise.
    ///
    /// - Parameter size: the side in pixels; the weights' own if left out. A smaller one is faster and less exact.
    public func evaluationTransforms(size: Int? = nil) -> Transforms {
        let side = size ?? imageSize
        return Transforms([Resize(shortSide: side), CenterCrop(size: side)], then: [Normalize(mean: mean, std: std)])
    }
}
