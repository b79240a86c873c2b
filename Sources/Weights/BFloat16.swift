/// The upper half of a `Float`: the same sign and exponent, 7 bits of the fraction.
struct BFloat16: BitwiseCopyable {
    let bits: UInt16

    /// The nearest `BFloat16`; of two equally near, the one with an even last bit. Every NaN becomes the same NaN.
    init(_ value: Float) {
        let pattern = value.bitPattern
        bits = value.isNaN ? 0x7FC0 : UInt16((pattern + 0x7FFF + (pattern >> 16 & 1)) >> 16)
    }

    /// The same number; nothing is lost.
    var float: Float { Float(bitPattern: UInt32(bits) << 16) }
}
