import Checks
import RandomNumbers

/// Overwrites a random rectangle with one value, so that a network cannot rely on a single detail.
///
/// torchvision's `RandomErasing` (Zhong et al., "Random erasing data augmentation", 2017).
public struct RandomErasing: FloatTransform, CustomStringConvertible {
    private let probability: Float
    private let part: RandomPart
    private let value: Float

    /// Erases a part of that share of the pictures.
    ///
    /// - Parameters:
    ///   - scale: the part's share of the picture's area, each equally likely.
    ///   - ratio: the part's height divided by its width; the logarithm is drawn, each equally likely.
    ///   - value: what the part is filled with; after ``Normalize``, 0 is the mean colour.
    public init(
        probability: Float = 0.5, scale: ClosedRange<Float> = 0.02...0.33, ratio: ClosedRange<Float> = 0.3...3.3,
        value: Float = 0
    ) {
        require(
            0...1 ~= probability, "RandomErasing: the probability must be between 0 and 1, not \(probability)")
        require(
            scale.lowerBound >= 0 && scale.upperBound <= 1 && ratio.lowerBound > 0,
            "RandomErasing: shares must be in 0...1 and ratios positive, not \(scale) and \(ratio)")
        self.probability = probability
        self.part = RandomPart(scale: scale, ratio: ratio)
        self.value = value
    }

    /// Always `true`.
    public var isRandom: Bool { true }

    /// The picture, perhaps with a part erased.
    public func callAsFunction(_ image: FloatImage, using generator: inout SeededGenerator) -> FloatImage {
        guard generator.uniform() < probability,
            let box = box(width: image.width, height: image.height, using: &generator)
        else { return image }
        return image.erasing(box, value: value)
    }

    /// The part to erase; none when it is too small for a pixel, or when ten in a row were as wide or as high as
    /// the picture.
    func box(width: Int, height: Int, using generator: inout SeededGenerator) -> CropBox? {
        for _ in 0..<10 {
            let (partHeight, partWidth) = part.sides(area: width * height, using: &generator)
            guard partWidth < width && partHeight < height else { continue }
            guard partWidth > 0 && partHeight > 0 else { return nil }
            return .random(width: partWidth, height: partHeight, inWidth: width, height: height, using: &generator)
        }
        return nil
    }

    /// `RandomErasing(probability 0.5, scale 0.02...0.33, ratio 0.3...3.3, value 0.0)`
    public var description: String {
        "RandomErasing(probability \(probability), scale \(part.scale), ratio \(part.ratio), value \(value))"
    }
}

extension FloatImage {
    /// The picture with `value` in all channels of `box`, which lies within its edges.
    func erasing(_ box: CropBox, value: Float) -> FloatImage {
        var result = self
        result.values.withUnsafeMutableBufferPointer { values in
            for channel in 0..<channels {
                for row in box.top..<box.top + box.height {
                    let start = (channel * height + row) * width + box.left
                    values[start..<start + box.width].update(repeating: value)
                }
            }
        }
        return result
    }
}
