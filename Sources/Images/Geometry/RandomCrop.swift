import Checks
import RandomNumbers

/// Cuts out a part of fixed size at a random place, each equally likely.
///
/// torchvision's `RandomCrop(size, padding: …, pad_if_needed: true)`: the picture gets a black edge first, and one
/// that is still too small gets enough of it on either side.
public struct RandomCrop: PixelTransform, CustomStringConvertible {
    private let width: Int
    private let height: Int
    private let padding: Int

    /// Cuts out a square, after adding `padding` black pixels on all four sides.
    public init(size: Int, padding: Int = 0) { self.init(width: size, height: size, padding: padding) }

    /// Cuts out a rectangle, after adding `padding` black pixels on all four sides.
    public init(width: Int, height: Int, padding: Int = 0) {
        require(width > 0 && height > 0, "RandomCrop: sizes must be positive, not \(width)×\(height)")
        require(padding >= 0, "RandomCrop: the padding must not be negative, as \(padding) is")
        self.width = width
        self.height = height
        self.padding = padding
    }

    /// Always `true`.
    public var isRandom: Bool { true }

    /// A random part of `image`, `width` by `height` pixels.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        let top = Int.random(in: starts(height, in: image.height), using: &generator)
        let left = Int.random(in: starts(width, in: image.width), using: &generator)
        return image.cropped(to: CropBox(top: top, left: left, width: width, height: height))
    }

    /// Where the part may begin on an axis of the picture; negative numbers lie in the edge.
    func starts(_ size: Int, in available: Int) -> ClosedRange<Int> {
        let edge = padding + max(0, size - available - 2 * padding)
        return -edge...available + edge - size
    }

    /// `RandomCrop(32×32, padding 4)`
    public var description: String { "RandomCrop(\(width)×\(height), padding \(padding))" }
}
