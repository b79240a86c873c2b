import RandomNumbers

/// Takes the colour away; the picture keeps three equal channels.
///
/// torchvision's `Grayscale(num_output_channels: 3)`, bit for bit.
public struct Grayscale: PixelTransform, CustomStringConvertible {
    /// A step without choices.
    public init() {}

    /// Always `false`.
    public var isRandom: Bool { false }

    /// The picture in shades of grey.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        image.mapped { red, green, blue in
            let luma = luma(red, green, blue)
            return (luma, luma, luma)
        }
    }

    /// `Grayscale()`
    public var description: String { "Grayscale()" }
}

/// How bright a colour is: `0.299 R + 0.587 G + 0.114 B` (ITU-R BT.601) in Pillow's 16-bit fixed point, rounded.
func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let (red, green, blue) = (UInt32(red), UInt32(green), UInt32(blue))
    return UInt8((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16)
}
