/// How a resized picture's pixels are made from the old ones.
public enum Interpolation: String, Sendable, CaseIterable {
    /// The one pixel under the new pixel's centre.
    case nearest
    /// A triangle: `1 − |x|` for `|x| < 1`.
    case bilinear
    /// Keys' cubic with a = −½, which reaches two pixels far and sharpens edges a little.
    case bicubic
}
