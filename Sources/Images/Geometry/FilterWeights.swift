/// For every position of a resized row or column: which old positions count, and how much.
///
/// The arithmetic is that of Pillow's `Image.resize`: when shrinking, the filter is widened by the scale, so that
/// every old pixel counts (antialiasing); the weights of a position are made to sum to one in double precision,
/// then rounded to 22 binary places. 8 bits for the pixel and 2 for overshoot complete a 32-bit number.
struct FilterWeights {
    /// The old positions that make up one new position.
    struct Window {
        /// The first old position.
        let start: Int
        /// The one after the last.
        let end: Int
        /// Where their weights begin in ``FilterWeights/weights``.
        let offset: Int

        /// How many there are.
        var count: Int { end - start }
    }

    /// One window for every new position; neither starts nor ends ever decrease.
    private(set) var windows: [Window] = []
    /// The weights of all windows, in fixed point.
    private(set) var weights: [Int32] = []

    /// The weights that turn `oldSize` positions into `newSize`.
    ///
    /// - Parameters:
    ///   - filter: the weight at a distance from the centre.
    ///   - support: the distance from which on it is zero.
    init(from oldSize: Int, to newSize: Int, filter: (Double) -> Double, support: Double) {
        let scale = Double(oldSize) / Double(newSize)
        let stretch = max(scale, 1)
        windows.reserveCapacity(newSize)
        for position in 0..<newSize {
            let center = (Double(position) + 0.5) * scale
            let start = max(0, Int(center - support * stretch + 0.5))
            let end = min(oldSize, Int(center + support * stretch + 0.5))
            let values = (start..<end).map { filter((Double($0) - center + 0.5) * (1 / stretch)) }
            let sum = values.reduce(0, +)
            windows.append(Window(start: start, end: end, offset: weights.count))
            weights += values.map { Int32($0 / sum * Double(1 << precision) + ($0 < 0 ? -0.5 : 0.5)) }
        }
    }

    /// Makes one new row of RGB pixels from an old one.
    func weighRow(_ source: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>) {
        weights.withUnsafeBufferPointer { weights in
            var target = target
            for window in windows {
                var (red, green, blue) = (half, half, half)
                var pixel = source + 3 * window.start
                for i in window.offset..<window.offset + window.count {
                    let weight = weights[i]
                    red &+= Int32(pixel[0]) &* weight
                    green &+= Int32(pixel[1]) &* weight
                    blue &+= Int32(pixel[2]) &* weight
                    pixel += 3
                }
                target[0] = rounded(red)
                target[1] = rounded(green)
                target[2] = rounded(blue)
                target += 3
            }
        }
    }
}

/// Makes new rows by weighing old ones against each other.
struct RowMixer {
    private var sums: [Int32]

    /// For rows of `length` values.
    init(length: Int) { sums = Array(repeating: 0, count: length) }

    /// Makes the new row that `window` stands for; `row` finds an old row by its position.
    mutating func mix(
        _ filter: FilterWeights, _ window: FilterWeights.Window, into target: UnsafeMutablePointer<UInt8>,
        row: (Int) -> UnsafePointer<UInt8>
    ) {
        sums.withUnsafeMutableBufferPointer { sums in
            sums.update(repeating: half)
            for position in window.start..<window.end {
                let weight = filter.weights[window.offset + position - window.start]
                let source = row(position)
                for i in 0..<sums.count { sums[i] &+= Int32(source[i]) &* weight }
            }
            for i in 0..<sums.count { target[i] = rounded(sums[i]) }
        }
    }
}

/// The triangle filter, with support 1.
func bilinearFilter(_ x: Double) -> Double { max(0, 1 - abs(x)) }

/// Keys' cubic convolution filter with a = −½, with support 2.
func bicubicFilter(_ x: Double) -> Double {
    let (x, a) = (abs(x), -0.5)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
}

/// Binary places of a weight.
private let precision: Int32 = 22

/// One half in the weights' fixed point: sums begin with it, so that cutting off the binary places rounds.
private let half: Int32 = 1 << (precision - 1)

/// A pixel value from a sum in fixed point.
private func rounded(_ sum: Int32) -> UInt8 { UInt8(max(0, min(255, sum >> precision))) }
