/// Rows of RGB pixels somewhere in memory: a picture or a part of one.
struct PixelRows {
    /// The first value of the first row.
    let start: UnsafePointer<UInt8>
    /// How far one row is from the next.
    let stride: Int
    /// Columns.
    let width: Int
    /// Rows.
    let height: Int

    /// Weighs the columns against each other: as many new ones as `weights` has windows.
    ///
    /// 16 rows are turned into columns first, so that their values lie side by side.
    func mixColumns(_ weights: FilterWeights, into target: UnsafeMutablePointer<UInt8>) {
        let newCount = 3 * weights.windows.count
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16 * (3 * width + newCount)) { places in
            let columns = places.baseAddress!
            let mixed = columns + 16 * 3 * width
            for row in Swift.stride(from: 0, to: height, by: 16) {
                let rows = min(16, height - row)
                transposeRows(start + row * stride, stride: stride, rows: rows, count: 3 * width, into: columns)
                for (i, window) in weights.windows.enumerated() {
                    weights.mix(window, columns + 48 * window.start, step: 48, count: 48, into: mixed + 48 * i)
                }
                transposeColumns(mixed, into: target + row * newCount, stride: newCount, rows: rows, count: newCount)
            }
        }
    }

    /// Weighs the rows against each other: as many new ones as `weights` has windows.
    func mixRows(_ weights: FilterWeights, into target: UnsafeMutablePointer<UInt8>) {
        for (i, window) in weights.windows.enumerated() {
            weights.mix(
                window, start + window.start * stride, step: stride, count: 3 * width, into: target + i * 3 * width)
        }
    }
}
