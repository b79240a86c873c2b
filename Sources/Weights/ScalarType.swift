/// The type of the numbers in a ``WeightArray``.
public enum ScalarType: String, Sendable, CaseIterable {
    /// One byte, 0 or 1.
    case bool
    case uint8, int8, int16, int32, int64
    /// IEEE 754 half precision: 11 bits of precision, at most 65504.
    case float16
    /// The upper half of a `float32`: its range with 8 bits of precision.
    case bfloat16
    case float32, float64

    /// Bytes of one number.
    public var byteCount: Int {
        switch self {
        case .bool, .uint8, .int8: 1
        case .int16, .float16, .bfloat16: 2
        case .int32, .float32: 4
        case .int64, .float64: 8
        }
    }

    /// Bytes of an array of this type and `shape`, or nil when a size is negative or the product is too large.
    func byteCount(ofShape shape: [Int]) -> Int? {
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflow else { return nil }
            count = product
        }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: byteCount)
        return overflow ? nil : bytes
    }
}
