import Checks
import RandomNumbers

/// Resizes to a given short side or a given size.
///
/// torchvision's `Resize` on Pillow images, antialiased, bit for bit.
public struct Resize: PixelTransform, CustomStringConvertible {
    private enum Size {
        case shortSide(Int)
        case exact(width: Int, height: Int)
    }

    private let size: Size
    private let interpolation: Interpolation

    /// Makes the shorter side `shortSide` long and keeps the proportions: the longer side becomes
    /// `shortSide · long / short`, rounded down.
    ///
    /// A strip so thin that the result would exceed ``Image/largestPixelCount`` loses its proportions instead.
    public init(shortSide: Int, interpolation: Interpolation = .bilinear) {
        require(shortSide > 0, "Resize: the short side must be positive, not \(shortSide)")
        self.size = .shortSide(shortSide)
        self.interpolation = interpolation
    }

    /// Makes every picture `width` by `height`, whatever its proportions.
    public init(width: Int, height: Int, interpolation: Interpolation = .bilinear) {
        require(width > 0 && height > 0, "Resize: sizes must be positive, not \(width)×\(height)")
        self.size = .exact(width: width, height: height)
        self.interpolation = interpolation
    }

    /// Always `false`.
    public var isRandom: Bool { false }

    /// The size that a picture of `width` by `height` gets.
    func outputSize(width: Int, height: Int) -> (width: Int, height: Int) {
        switch size {
        case .exact(let width, let height): return (width, height)
        case .shortSide(let short):
            let proportional = Double(short) * Double(max(width, height)) / Double(min(width, height))
            let long = max(short, Int(min(proportional, Double(Image.largestPixelCount / short))))
            return width <= height ? (short, long) : (long, short)
        }
    }

    /// The resized picture.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        let size = outputSize(width: image.width, height: image.height)
        return image.resized(width: size.width, height: size.height, interpolation: interpolation)
    }

    /// `Resize(short side 96, bilinear)`
    public var description: String {
        switch size {
        case .shortSide(let short): "Resize(short side \(short), \(interpolation))"
        case .exact(let width, let height): "Resize(\(width)×\(height), \(interpolation))"
        }
    }
}
