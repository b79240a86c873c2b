import Checks

extension Image {
    /// The picture in another size, bit for bit what `Image.resize` of Pillow 13 makes of it.
    ///
    /// Shrinking is antialiased, except with ``Interpolation/nearest``.
    ///
    /// - Precondition: both sizes are positive.
    public func resized(width newWidth: Int, height newHeight: Int, interpolation: Interpolation = .bilinear) -> Image {
        require(newWidth > 0 && newHeight > 0, "resized: sizes must be positive, not \(newWidth)×\(newHeight)")
        if newWidth == width && newHeight == height { return self }
        return resized(
            CropBox(top: 0, left: 0, width: width, height: height), width: newWidth, height: newHeight,
            interpolation: interpolation)
    }

    /// The part inside `box`, which lies within the picture, in another size: what cropping and then resizing gives,
    /// without the copy in between.
    func resized(_ box: CropBox, width newWidth: Int, height newHeight: Int, interpolation: Interpolation) -> Image {
        if newWidth == box.width && newHeight == box.height { return cropped(to: box) }
        return Image(width: newWidth, height: newHeight) { target in
            pixels.withUnsafeBufferPointer { pixels in
                let target = target.baseAddress!
                let start = pixels.baseAddress! + 3 * (box.top * width + box.left)
                let part = PixelRows(start: start, stride: 3 * width, width: box.width, height: box.height)
                switch interpolation {
                case .nearest: part.sample(width: newWidth, height: newHeight, into: target)
                case .bilinear: part.filter(bilinearFilter, 1, width: newWidth, height: newHeight, into: target)
                case .bicubic: part.filter(bicubicFilter, 2, width: newWidth, height: newHeight, into: target)
                }
            }
        }
    }
}

extension PixelRows {
    /// Takes the pixel under each new pixel's centre.
    fileprivate func sample(width newWidth: Int, height newHeight: Int, into target: UnsafeMutablePointer<UInt8>) {
        /// The old positions, found like Pillow's by repeated addition, whose rounding errors decide ties.
        func positions(_ oldSize: Int, _ newSize: Int) -> [Int] {
            let step = Double(oldSize) / Double(newSize)
            var position = step * 0.5
            return (0..<newSize).map { _ in
                defer { position += step }
                return min(Int(position), oldSize - 1)
            }
        }
        let columns = positions(width, newWidth)
        var i = 0
        for row in positions(height, newHeight) {
            for column in columns {
                for channel in 0..<3 { target[i + channel] = start[row * stride + 3 * column + channel] }
                i += 3
            }
        }
    }

    /// Weighs columns, then rows, or the other way round.
    ///
    /// The values in between are rounded, so the order shows. Pillow 13 begins with the rows when the height loses
    /// more than twice as many pixels as the width; its predecessors always began with the columns.
    fileprivate func filter(
        _ filter: (Double) -> Double, _ support: Double, width newWidth: Int, height newHeight: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        let across = FilterWeights(from: width, to: newWidth, filter: filter, support: support)
        let down = FilterWeights(from: height, to: newHeight, filter: filter, support: support)
        let rowsFirst = newHeight < height && height - newHeight > 2 * (width - newWidth)
        let (betweenWidth, betweenHeight) = rowsFirst ? (width, newHeight) : (newWidth, height)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * betweenWidth * betweenHeight) { between in
            let start = between.baseAddress!
            let between = PixelRows(
                start: start, stride: 3 * betweenWidth, width: betweenWidth, height: betweenHeight)
            if rowsFirst {
                mixRows(down, into: start)
                between.mixColumns(across, into: target)
            } else {
                mixColumns(across, into: start)
                between.mixRows(down, into: target)
            }
        }
    }
}
