/// Two neighbouring weights in fixed point, ready to be multiplied by pixel values.
///
/// Processors multiply 16-bit numbers two by two and add both products, in all lanes at once. A weight has more bits
/// than that, so it is cut in two: `high · 4096 + low`.
struct WeightPair {
    private let high: SIMD2<Int16>
    private let low: SIMD2<Int16>

    /// Two weights, each below 32 in size.
    init(_ first: Int32, _ second: Int32) {
        let weights = SIMD2(first, second)
        let high = (weights &+ 1 << 11) &>> 12
        self.high = SIMD2(truncatingIfNeeded: high)
        self.low = SIMD2(truncatingIfNeeded: weights &- high &<< 12)
    }

    /// The high and the low parts of both weights, repeated over all lanes.
    @inline(__always)
    var lanes: (high: SIMD8<Int16>, low: SIMD8<Int16>) {
        (
            unsafeBitCast(SIMD4(repeating: unsafeBitCast(high, to: Int32.self)), to: SIMD8<Int16>.self),
            unsafeBitCast(SIMD4(repeating: unsafeBitCast(low, to: Int32.self)), to: SIMD8<Int16>.self)
        )
    }
}

/// Sixteen sums of pixel values times weights, side by side.
struct FixedSums {
    private var sums = (FourSums(), FourSums(), FourSums(), FourSums())

    /// Adds 16 values times the first weight, and the 16 values beside them times the second.
    @inline(__always)
    mutating func add(_ first: SIMD16<UInt8>, _ second: SIMD16<UInt8>, times weights: WeightPair) {
        let values = interleaved(first, second)
        let weights = weights.lanes
        sums.0.add(values.lowHalf.lowHalf, times: weights)
        sums.1.add(values.lowHalf.highHalf, times: weights)
        sums.2.add(values.highHalf.lowHalf, times: weights)
        sums.3.add(values.highHalf.highHalf, times: weights)
    }

    /// The pixel values that the sums stand for: rounded, and clamped to 0…255.
    @inline(__always)
    var pixels: SIMD16<UInt8> {
        let rounded = SIMD16<Int16>(
            truncatingIfNeeded: SIMD16(
                lowHalf: SIMD8(lowHalf: sums.0.rounded, highHalf: sums.1.rounded),
                highHalf: SIMD8(lowHalf: sums.2.rounded, highHalf: sums.3.rounded)))
        // Shifted to the right, a negative number is all ones, any other all zeros.
        let notNegative = rounded & ~(rounded &>> 15)
        let tooLarge = (255 &- rounded) &>> 15
        return SIMD16(truncatingIfNeeded: notNegative | tooLarge)
    }
}

private struct FourSums {
    private var high = SIMD4<Int32>(repeating: 0)
    private var low = SIMD4<Int32>(repeating: fixedHalf)

    @inline(__always)
    mutating func add(_ values: SIMD8<UInt8>, times weights: (high: SIMD8<Int16>, low: SIMD8<Int16>)) {
        let values = SIMD8<Int16>(truncatingIfNeeded: values)
        high &+= sumOfProducts(values, weights.high)
        low &+= sumOfProducts(values, weights.low)
    }

    /// What overflows on the way cancels out: the whole sum fits.
    @inline(__always)
    var rounded: SIMD4<Int32> { (high &<< 12 &+ low) &>> fixedPlaces }
}

/// `a[0] · b[0] + a[1] · b[1]`, and the same for the next pairs: one instruction on x86.
@inline(__always)
private func sumOfProducts(_ a: SIMD8<Int16>, _ b: SIMD8<Int16>) -> SIMD4<Int32> {
    let products = SIMD8<Int32>(truncatingIfNeeded: a) &* SIMD8<Int32>(truncatingIfNeeded: b)
    return products.evenHalf &+ products.oddHalf
}

/// `a[0], b[0], a[1], b[1], …`
@inline(__always)
func interleaved(_ a: SIMD16<UInt8>, _ b: SIMD16<UInt8>) -> SIMD32<UInt8> {
    var both = SIMD32<UInt8>()
    both.evenHalf = a
    both.oddHalf = b
    return both
}

/// Binary places of a weight.
let fixedPlaces: Int32 = 22

/// One half in the weights' fixed point: sums begin with it, so that cutting off the binary places rounds.
let fixedHalf: Int32 = 1 << (fixedPlaces - 1)
