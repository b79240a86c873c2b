import Checks

/// An 8-bit RGB picture.
public struct Image: Sendable, Equatable {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Red, green, blue of each pixel in turn, rows from top to bottom: `width * height * 3` values.
    public var pixels: [UInt8]

    /// A picture made of the given pixels.
    ///
    /// - Precondition: both sizes are positive and `pixels` has `width * height * 3` values.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        require(width > 0 && height > 0, "Image: sizes must be positive, not \(width)×\(height)")
        require(
            pixels.count == width * height * 3,
            "Image: \(width)×\(height) needs \(width * height * 3) values, not \(pixels.count)")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// A picture whose `width * height * 3` pixel values `fill` writes, every one of them.
    init(width: Int, height: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        let count = width * height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            filled = count
        }
        self.init(width: width, height: height, pixels: pixels)
    }
}
