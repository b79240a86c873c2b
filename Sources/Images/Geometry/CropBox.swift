import Checks

/// A rectangle in a picture's pixels. It may reach beyond the edges.
public struct CropBox: Sendable, Equatable {
    /// The first row.
    public let top: Int
    /// The first column.
    public let left: Int
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int

    /// The rectangle whose upper left pixel is at row `top`, column `left`.
    ///
    /// - Precondition: both sizes are positive.
    public init(top: Int, left: Int, width: Int, height: Int) {
        require(width > 0 && height > 0, "CropBox: sizes must be positive, not \(width)×\(height)")
        self.top = top
        self.left = left
        self.width = width
        self.height = height
    }
}

extension Image {
    /// The part of the picture inside `box`; what lies beyond the edges is black.
    public func cropped(to box: CropBox) -> Image {
        let rows = max(0, box.top)..<max(0, box.top, min(height, box.top + box.height))
        let columns = max(0, box.left)..<max(0, box.left, min(width, box.left + box.width))
        return Image(width: box.width, height: box.height) { target in
            pixels.withUnsafeBufferPointer { source in
                target.initialize(repeating: 0)
                if columns.isEmpty { return }
                for row in rows {
                    let from = (row * width + columns.lowerBound) * 3
                    let to = ((row - box.top) * box.width + columns.lowerBound - box.left) * 3
                    (target.baseAddress! + to).update(from: source.baseAddress! + from, count: 3 * columns.count)
                }
            }
        }
    }
}
