import Checks
import RandomNumbers

/// Cuts out the middle; a smaller picture gets black edges.
///
/// torchvision's `CenterCrop`: where the margin is odd, the half pixel is rounded to the even number when cutting,
/// and down on the left and at the top when filling up.
public struct CenterCrop: PixelTransform, CustomStringConvertible {
    private let width: Int
    private let height: Int

    /// Cuts out a square.
    public init(size: Int) { self.init(width: size, height: size) }

    /// Cuts out a rectangle.
    public init(width: Int, height: Int) {
        require(width > 0 && height > 0, "CenterCrop: sizes must be positive, not \(width)×\(height)")
        self.width = width
        self.height = height
    }

    /// Always `false`.
    public var isRandom: Bool { false }

    /// The middle of `image`, `width` by `height` pixels.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        image.cropped(to: box(width: image.width, height: image.height))
    }

    /// What is cut out of a picture of the given size.
    func box(width imageWidth: Int, height imageHeight: Int) -> CropBox {
        func start(_ size: Int, in available: Int) -> Int {
            guard size <= available else { return -((size - available) / 2) }
            return Int((Double(available - size) / 2).rounded(.toNearestOrEven))
        }
        return CropBox(
            top: start(height, in: imageHeight), left: start(width, in: imageWidth), width: width, height: height)
    }

    /// `CenterCrop(224×224)`
    public var description: String { "CenterCrop(\(width)×\(height))" }
}
