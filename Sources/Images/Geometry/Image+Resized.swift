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
        switch interpolation {
        case .nearest: return sampled(width: newWidth, height: newHeight)
        case .bilinear: return filtered(width: newWidth, height: newHeight, bilinearFilter, support: 1)
        case .bicubic: return filtered(width: newWidth, height: newHeight, bicubicFilter, support: 2)
        }
    }

    /// Takes the pixel under each new pixel's centre.
    private func sampled(width newWidth: Int, height newHeight: Int) -> Image {
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
        let rows = positions(height, newHeight)
        return Image(width: newWidth, height: newHeight) { target in
            pixels.withUnsafeBufferPointer { source in
                var i = 0
                for row in rows {
                    for column in columns {
                        let pixel = (row * width + column) * 3
                        for channel in 0..<3 { target[i + channel] = source[pixel + channel] }
                        i += 3
                    }
                }
            }
        }
    }

    /// Weighs the pixels of each row, then those of each column, or the other way round.
    ///
    /// The values in between are rounded, so the order shows. Pillow 13 begins with the columns when the height
    /// loses more than twice as many pixels as the width; its predecessors always began with the rows.
    private func filtered(
        width newWidth: Int, height newHeight: Int, _ filter: (Double) -> Double, support: Double
    ) -> Image {
        let across = FilterWeights(from: width, to: newWidth, filter: filter, support: support)
        let down = FilterWeights(from: height, to: newHeight, filter: filter, support: support)
        let columnsFirst = newHeight < height && height - newHeight > 2 * (width - newWidth)
        return Image(width: newWidth, height: newHeight) { target in
            pixels.withUnsafeBufferPointer { source in
                let (source, target) = (source.baseAddress!, target.baseAddress!)
                if columnsFirst {
                    filterColumnsFirst(source, into: target, across, down)
                } else {
                    filterRowsFirst(source, into: target, across, down)
                }
            }
        }
    }

    private func filterColumnsFirst(
        _ source: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>, _ across: FilterWeights,
        _ down: FilterWeights
    ) {
        var mixed = [UInt8](repeating: 0, count: 3 * width)
        var mixer = RowMixer(length: 3 * width)
        for (row, window) in down.windows.enumerated() {
            mixer.mix(down, window, into: &mixed) { source + $0 * 3 * width }
            across.weighRow(mixed, into: target + row * 3 * across.windows.count)
        }
    }

    private func filterRowsFirst(
        _ source: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>, _ across: FilterWeights,
        _ down: FilterWeights
    ) {
        let length = 3 * across.windows.count
        let weighed = UnsafeMutablePointer<UInt8>.allocate(capacity: height * length)
        defer { weighed.deallocate() }
        for row in 0..<height { across.weighRow(source + row * 3 * width, into: weighed + row * length) }
        var mixer = RowMixer(length: length)
        for (row, window) in down.windows.enumerated() {
            mixer.mix(down, window, into: target + row * length) { UnsafePointer(weighed + $0 * length) }
        }
    }
}
