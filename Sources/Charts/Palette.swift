import Foundation

/// An opaque colour, 8 bits for each of red, green and blue.
public struct Color: Sendable, Equatable {
    /// 0 to 255.
    public let red, green, blue: UInt8

    /// The colour written as in HTML: `Color(0x0072B2)`.
    public init(_ hex: UInt32) {
        red = UInt8(hex >> 16 & 255)
        green = UInt8(hex >> 8 & 255)
        blue = UInt8(hex & 255)
    }

    /// The colour `fraction` (0…1) of the way from `start` to `end`.
    init(from start: Color, to end: Color, fraction: Double) {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt32 {
            UInt32((Double(a) + (Double(b) - Double(a)) * fraction).rounded())
        }
        self.init(mix(start.red, end.red) << 16 | mix(start.green, end.green) << 8 | mix(start.blue, end.blue))
    }

    /// Relative luminance as WCAG 2 defines it: 0 for black, 1 for white.
    var luminance: Double {
        func linear(_ value: UInt8) -> Double {
            let v = Double(value) / 255
            return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Black or white, whichever stands out more (WCAG 2 contrast ratio) on this colour.
    var readableText: Color {
        (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? .black : .white
    }
}

/// The colours of the charts: Okabe and Ito's palette, which people with any common colour blindness can tell apart,
/// and greys for what should stay in the background.
extension Color {
    /// White, the background of every chart.
    public static let white = Color(0xFFFFFF)
    /// Black.
    public static let black = Color(0x000000)
    /// Okabe and Ito's blue: right predictions, first series.
    public static let blue = Color(0x0072B2)
    /// Okabe and Ito's vermillion: wrong predictions, second series.
    public static let vermillion = Color(0xD55E00)
    static let green = Color(0x009E73)
    static let purple = Color(0xCC79A7)
    static let orange = Color(0xE69F00)
    static let skyBlue = Color(0x56B4E9)

    static let ink = Color(0x222222)
    static let faintInk = Color(0x595959)
    static let axis = Color(0x767676)
    static let grid = Color(0xE4E4E4)

    /// The colours of series, in order. Okabe and Ito's yellow is left out: it can hardly be seen on white.
    static let series: [Color] = [.blue, .vermillion, .green, .purple, .orange, .skyBlue, .black]

    /// The shade for a share: white for 0 or less, through ever darker blues, to navy for 1 or more.
    ///
    /// The first steps are steeper, so that a cell with two per cent differs visibly from an empty one.
    public static func shade(_ share: Double) -> Color {
        guard let next = shades.firstIndex(where: { share < $0.share }) else { return shades[shades.count - 1].color }
        guard next > 0 else { return shades[0].color }
        let (low, high) = (shades[next - 1], shades[next])
        return Color(from: low.color, to: high.color, fraction: (share - low.share) / (high.share - low.share))
    }

    /// Stops after ColorBrewer's Blues.
    private static let shades: [(share: Double, color: Color)] = [
        (0, .white), (0.02, Color(0xD9E8F5)), (0.1, Color(0xB7D4EA)), (0.3, Color(0x85BCDC)), (0.5, Color(0x4B98C9)),
        (0.75, Color(0x1864AA)), (1, Color(0x08306B)),
    ]
}
