import Checks
import Foundation
import RandomNumbers

/// Turns the picture by a random angle around its middle; corners that become empty are black.
///
/// torchvision's `RandomRotation` with its defaults: nearest pixel, the picture keeps its size.
public struct RandomRotation: PixelTransform, CustomStringConvertible {
    private let degrees: ClosedRange<Float>

    /// Turns by at most `degrees` to either side, each angle equally likely.
    public init(degrees: Float) {
        require(degrees >= 0, "RandomRotation: the largest angle must not be negative, as \(degrees) is")
        self.degrees = -degrees...degrees
    }

    /// Turns by an angle in `degrees`, counter-clockwise, each equally likely.
    public init(degrees: ClosedRange<Float>) { self.degrees = degrees }

    /// Always `true`.
    public var isRandom: Bool { true }

    /// The turned picture.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        image.rotated(degrees: Double(generator.uniform(in: degrees)))
    }

    /// `RandomRotation(-15.0...15.0 degrees)`
    public var description: String { "RandomRotation(\(degrees) degrees)" }
}

extension Image {
    /// The picture turned counter-clockwise around its middle, in the same size, black where nothing is.
    ///
    /// Bit for bit Pillow's `Image.rotate` with nearest-pixel sampling, including its fixed-point arithmetic, for
    /// pictures below 32,768 pixels on a side. (Pillow walks through larger ones in floating point.)
    ///
    /// - Precondition: `degrees` is finite.
    public func rotated(degrees: Double) -> Image {
        require(degrees.isFinite, "rotated: the angle must be finite, not \(degrees)")
        var angle = degrees.truncatingRemainder(dividingBy: 360)
        if angle < 0 { angle += 360 }
        if angle == 0 { return self }
        let radians = -(angle * (.pi / 180))

        // The way back, from a pixel of the new picture to one of the old.
        let (cosine, sine) = (rounded(cos(radians)), rounded(sin(radians)))
        let (middleX, middleY) = (Double(width) / 2, Double(height) / 2)
        let originX = cosine * -middleX + sine * -middleY + middleX
        let originY = -sine * -middleX + cosine * -middleY + middleY
        var rowX = fixed(originX + cosine * 0.5 + sine * 0.5)
        var rowY = fixed(originY - sine * 0.5 + cosine * 0.5)
        let (stepX, stepY) = (fixed(cosine), fixed(-sine))
        let (rowStepX, rowStepY) = (fixed(sine), fixed(cosine))

        return Image(width: width, height: height) { target in
            pixels.withUnsafeBufferPointer { source in
                var i = 0
                for _ in 0..<height {
                    var (x, y) = (rowX, rowY)
                    for _ in 0..<width {
                        let (column, row) = (x >> 16, y >> 16)
                        let isInside = 0..<width ~= column && 0..<height ~= row
                        let pixel = isInside ? (row * width + column) * 3 : 0
                        for channel in 0..<3 { target[i + channel] = isInside ? source[pixel + channel] : 0 }
                        i += 3
                        x += stepX
                        y += stepY
                    }
                    rowX += rowStepX
                    rowY += rowStepY
                }
            }
        }
    }
}

/// `value` to 15 decimal places, so that the cosine of a right angle is zero.
private func rounded(_ value: Double) -> Double { (value * 1e15).rounded(.toNearestOrEven) / 1e15 }

/// `value` with 16 binary places.
private func fixed(_ value: Double) -> Int { Int((value * 65536 + 0.5).rounded(.down)) }
