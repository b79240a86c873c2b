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
        /// How many there are.
        let count: Int
        /// Where their weights begin in ``FilterWeights/weights``.
        let firstWeight: Int
        /// Where their weights begin in ``FilterWeights/pairs``.
        let firstPair: Int
    }

    /// One window for every new position; neither starts nor ends ever decrease.
    private(set) var windows: [Window] = []
    /// The weights of all windows, in fixed point.
    private(set) var weights: [Int32] = []
    /// The same weights two by two. Where a window has an odd number of them, the last has a zero beside it.
    private(set) var pairs: [WeightPair] = []

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
            let first = weights.count
            windows.append(
                Window(start: start, count: end - start, firstWeight: first, firstPair: pairs.count))
            weights += values.map { Int32($0 / sum * Double(1 << fixedPlaces) + ($0 < 0 ? -0.5 : 0.5)) }
            for i in stride(from: first, to: weights.count, by: 2) {
                pairs.append(WeightPair(weights[i], i + 1 < weights.count ? weights[i + 1] : 0))
            }
        }
    }

    /// Weighs lines of values against each other, one above the other.
    ///
    /// - Parameters:
    ///   - source: the line at the window's start.
    ///   - step: how far one line is from the next.
    ///   - count: how many values a line has.
    ///   - target: gets one line.
    @inline(__always)
    func mix(
        _ window: Window, _ source: UnsafePointer<UInt8>, step: Int, count: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        let whole = count & ~15
        pairs.withUnsafeBufferPointer { pairs in
            for i in stride(from: 0, to: whole, by: 16) {
                var sums = FixedSums()
                var line = UnsafeRawPointer(source + i)
                var pair = pairs.baseAddress! + window.firstPair
                for _ in 0..<window.count / 2 {
                    sums.add(values(line), values(line + step), times: pair.pointee)
                    line += 2 * step
                    pair += 1
                }
                if !window.count.isMultiple(of: 2) { sums.add(values(line), values(line), times: pair.pointee) }
                UnsafeMutableRawPointer(target + i).storeBytes(of: sums.pixels, as: SIMD16<UInt8>.self)
            }
        }
        for i in whole..<count {
            var sum = fixedHalf
            for k in 0..<window.count { sum &+= Int32(source[i + k * step]) &* weights[window.firstWeight + k] }
            target[i] = UInt8(max(0, min(255, sum >> fixedPlaces)))
        }
    }
}

/// The 16 values at `place`.
@inline(__always)
private func values(_ place: UnsafeRawPointer) -> SIMD16<UInt8> { place.loadUnaligned(as: SIMD16<UInt8>.self) }

/// The triangle filter, with support 1.
func bilinearFilter(_ x: Double) -> Double { max(0, 1 - abs(x)) }

/// Keys' cubic convolution filter with a = −½, with support 2.
func bicubicFilter(_ x: Double) -> Double {
    let (x, a) = (abs(x), -0.5)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
}
