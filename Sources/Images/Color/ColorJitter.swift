import Checks
import RandomNumbers

/// Changes brightness, contrast, saturation and hue by random amounts, in random order.
///
/// torchvision's `ColorJitter`.
public struct ColorJitter: PixelTransform, CustomStringConvertible {
    private let brightness: Float
    private let contrast: Float
    private let saturation: Float
    private let hue: Float

    /// What changes, and by how much at most; 0 leaves it alone.
    ///
    /// - Parameters:
    ///   - brightness: `b` draws a factor between `max(0, 1 − b)` and `1 + b`, each equally likely.
    ///   - contrast: as `brightness`.
    ///   - saturation: as `brightness`.
    ///   - hue: `h` draws a part of the colour wheel between `−h` and `h`; at most ½.
    public init(brightness: Float = 0, contrast: Float = 0, saturation: Float = 0, hue: Float = 0) {
        require(
            min(brightness, contrast, saturation, hue) >= 0 && hue <= 0.5,
            "ColorJitter: amounts must not be negative, nor hue above 0.5: \(brightness), \(contrast), \(saturation), \(hue)"
        )
        self.brightness = brightness
        self.contrast = contrast
        self.saturation = saturation
        self.hue = hue
    }

    /// Always `true`.
    public var isRandom: Bool { true }

    /// The picture with changed colours.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        func factor(_ amount: Float) -> Float { generator.uniform(in: max(0, 1 - amount)...1 + amount) }
        return generator.permutation(4).reduce(image) { image, adjustment in
            switch adjustment {
            case 0 where brightness > 0: image.adjustingBrightness(by: factor(brightness))
            case 1 where contrast > 0: image.adjustingContrast(by: factor(contrast))
            case 2 where saturation > 0: image.adjustingSaturation(by: factor(saturation))
            case 3 where hue > 0: image.adjustingHue(by: generator.uniform(in: -hue...hue))
            default: image
            }
        }
    }

    /// `ColorJitter(brightness 0.2, contrast 0.2, saturation 0.2, hue 0.0)`
    public var description: String {
        "ColorJitter(brightness \(brightness), contrast \(contrast), saturation \(saturation), hue \(hue))"
    }
}
