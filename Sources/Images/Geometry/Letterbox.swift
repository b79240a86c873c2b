import Checks
import RandomNumbers

/// Shows all of a picture in a square, in its proportions: the longer side fills the square, and what the shorter one
/// leaves free takes the mean colour of the picture's border.
///
/// ``CenterCrop`` instead fills the square and loses the ends of a long picture.
public struct Letterbox: PixelTransform, CustomStringConvertible {
    private let size: Int
    private let interpolation: Interpolation

    /// A square of `size` by `size` pixels.
    public init(size: Int, interpolation: Interpolation = .bilinear) {
        require(size > 0, "Letterbox: the size must be positive, not \(size)")
        (self.size, self.interpolation) = (size, interpolation)
    }

    /// Always `false`.
    public var isRandom: Bool { false }

    /// The square with `image` in its middle.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        let long = max(image.width, image.height)
        func length(_ side: Int) -> Int { max(1, (2 * size * side + long) / (2 * long)) }
        let inner = image.resized(
            width: length(image.width), height: length(image.height), interpolation: interpolation)
        guard inner.width < size || inner.height < size else { return inner }
        let color = inner.borderColor
        let (left, top) = ((size - inner.width) / 2, (size - inner.height) / 2)
        return Image(width: size, height: size) { pixels in
            for i in pixels.indices { pixels[i] = color[i % 3] }
            for row in 0..<inner.height {
                let place = ((top + row) * size + left) * 3
                for i in 0..<inner.width * 3 { pixels[place + i] = inner.pixels[row * inner.width * 3 + i] }
            }
        }
    }

    /// `Letterbox(224×224, bicubic)`
    public var description: String { "Letterbox(\(size)×\(size), \(interpolation))" }
}

extension Image {
    /// The mean red, green and blue of the outermost pixels.
    fileprivate var borderColor: [UInt8] {
        var (sums, count) = ([0, 0, 0], 0)
        for y in 0..<height {
            let isEdge = y == 0 || y == height - 1
            for x in isEdge ? Array(0..<width) : Array(Set([0, width - 1])) {
                for channel in 0..<3 { sums[channel] += Int(pixels[(y * width + x) * 3 + channel]) }
                count += 1
            }
        }
        return sums.map { UInt8((2 * $0 + count) / (2 * count)) }
    }
}
