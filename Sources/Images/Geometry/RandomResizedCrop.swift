import Checks
import RandomNumbers

/// Cuts out a part of random area, proportions and place, and resizes it to a fixed size.
///
/// torchvision's `RandomResizedCrop`, the usual augmentation for training on photographs (Szegedy et al., "Going
/// deeper with convolutions", 2014).
public struct RandomResizedCrop: PixelTransform, CustomStringConvertible {
    private let width: Int
    private let height: Int
    private let part: RandomPart
    private let interpolation: Interpolation

    /// Makes squares of `size` pixels; see ``init(width:height:scale:ratio:interpolation:)``.
    public init(
        size: Int, scale: ClosedRange<Float> = 0.08...1, ratio: ClosedRange<Float> = 3 / 4...4 / 3,
        interpolation: Interpolation = .bilinear
    ) {
        self.init(width: size, height: size, scale: scale, ratio: ratio, interpolation: interpolation)
    }

    /// Makes pictures of `width` by `height` pixels.
    ///
    /// - Parameters:
    ///   - scale: the part's share of the picture's area, each equally likely.
    ///   - ratio: the part's width divided by its height; the logarithm is drawn, each equally likely.
    public init(
        width: Int, height: Int, scale: ClosedRange<Float> = 0.08...1, ratio: ClosedRange<Float> = 3 / 4...4 / 3,
        interpolation: Interpolation = .bilinear
    ) {
        require(width > 0 && height > 0, "RandomResizedCrop: sizes must be positive, not \(width)×\(height)")
        require(
            scale.lowerBound >= 0 && ratio.lowerBound > 0,
            "RandomResizedCrop: shares must not be negative and ratios must be positive, not \(scale) and \(ratio)")
        self.width = width
        self.height = height
        self.part = RandomPart(scale: scale, ratio: ratio)
        self.interpolation = interpolation
    }

    /// Always `true`.
    public var isRandom: Bool { true }

    /// A random part of `image`, resized.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        image.resized(
            box(width: image.width, height: image.height, using: &generator), width: width, height: height,
            interpolation: interpolation)
    }

    /// A random part of a picture of the given size. After ten parts that do not fit it is the largest one in the
    /// middle whose proportions are allowed.
    func box(width: Int, height: Int, using generator: inout SeededGenerator) -> CropBox {
        for _ in 0..<10 {
            let (partWidth, partHeight) = part.sides(area: width * height, using: &generator)
            if 1...width ~= partWidth, 1...height ~= partHeight {
                return .random(
                    width: partWidth, height: partHeight, inWidth: width, height: height, using: &generator)
            }
        }
        return middle(width: width, height: height)
    }

    /// The largest part in the middle of a picture whose proportions are allowed.
    func middle(width: Int, height: Int) -> CropBox {
        var (partWidth, partHeight) = (width, height)
        let proportions = Double(width) / Double(height)
        if proportions < Double(part.ratio.lowerBound) {
            partHeight = max(1, Int((Double(width) / Double(part.ratio.lowerBound)).rounded(.toNearestOrEven)))
        } else if proportions > Double(part.ratio.upperBound) {
            partWidth = max(1, Int((Double(height) * Double(part.ratio.upperBound)).rounded(.toNearestOrEven)))
        }
        return CropBox(
            top: (height - partHeight) / 2, left: (width - partWidth) / 2, width: partWidth, height: partHeight)
    }

    /// `RandomResizedCrop(224×224, scale 0.08...1.0, ratio 0.75...1.3333334, bilinear)`
    public var description: String {
        "RandomResizedCrop(\(width)×\(height), scale \(part.scale), ratio \(part.ratio), \(interpolation))"
    }
}
