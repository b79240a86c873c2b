extension WeightArray {
    /// The numbers as `Float`, from any type: nearest, ties to even; `bool` gives 0 and 1.
    public var floats: [Float] {
        switch scalarType {
        case .bool: map { (number: UInt8) in number == 0 ? 0 : 1 }
        case .uint8: map { (number: UInt8) in Float(number) }
        case .int8: map { (number: Int8) in Float(number) }
        case .int16: map { (number: Int16) in Float(number) }
        case .int32: map { (number: Int32) in Float(number) }
        case .int64: map { (number: Int64) in Float(number) }
        case .float16: map { (number: Float16) in Float(number) }
        case .bfloat16: map { (number: BFloat16) in number.float }
        case .float32: map { (number: Float) in number }
        case .float64: map { (number: Double) in Float(number) }
        }
    }

    /// The numbers as `Int64`, from any type: fractions are cut off, what is out of range becomes the nearest
    /// integer in range, and NaN becomes 0.
    public var integers: [Int64] {
        switch scalarType {
        case .bool: map { (number: UInt8) in number == 0 ? 0 : 1 }
        case .uint8: map { (number: UInt8) in Int64(number) }
        case .int8: map { (number: Int8) in Int64(number) }
        case .int16: map { (number: Int16) in Int64(number) }
        case .int32: map { (number: Int32) in Int64(number) }
        case .int64: map { (number: Int64) in number }
        case .float16, .bfloat16, .float32, .float64: doubles.map(clampedInteger)
        }
    }

    /// The same numbers as another type, as PyTorch's `Tensor.to(dtype)` converts them.
    ///
    /// To a narrower floating-point type: the nearest number, ties to even; beyond the range, infinity; NaN stays
    /// NaN. A `float64` goes to half precision by way of `float32`, as there. To an integer type: fractions are cut
    /// off and integers keep their low bits. To `bool`: everything but zero is true.
    public func converted(to type: ScalarType) -> WeightArray {
        switch type {
        case scalarType: self
        case .bool: WeightArray(type, doubles.map { $0 == 0 ? 0 : 1 as UInt8 }, shape)
        case .uint8: WeightArray(type, integers.map(UInt8.init(truncatingIfNeeded:)), shape)
        case .int8: WeightArray(type, integers.map(Int8.init(truncatingIfNeeded:)), shape)
        case .int16: WeightArray(type, integers.map(Int16.init(truncatingIfNeeded:)), shape)
        case .int32: WeightArray(type, integers.map(Int32.init(truncatingIfNeeded:)), shape)
        case .int64: WeightArray(type, integers, shape)
        case .float16: WeightArray(type, floats.map { Float16($0) }, shape)
        case .bfloat16: WeightArray(type, floats.map { BFloat16($0) }, shape)
        case .float32: WeightArray(type, floats, shape)
        case .float64: WeightArray(type, doubles, shape)
        }
    }

    /// The numbers as `Double`: exact, but for the largest 64-bit integers.
    private var doubles: [Double] {
        switch scalarType {
        case .float64: map { (number: Double) in number }
        case .int64: map { (number: Int64) in Double(number) }
        case .int32: map { (number: Int32) in Double(number) }
        default: floats.map(Double.init)
        }
    }

    /// `transform` of every number, read from the bytes as the closure's argument type.
    @inline(__always)
    private func map<Number: BitwiseCopyable, Result>(_ transform: (Number) -> Result) -> [Result] {
        bytes.withUnsafeBytes { bytes in
            [Result](unsafeUninitializedCapacity: count) { results, initialized in
                for index in 0..<count {
                    let offset = index * MemoryLayout<Number>.stride
                    let number = bytes.loadUnaligned(fromByteOffset: offset, as: Number.self)
                    results.initializeElement(at: index, to: transform(number))
                }
                initialized = count
            }
        }
    }
}

/// `value` without its fraction, or the nearest end of `Int64`'s range; 0 for NaN.
private func clampedInteger(_ value: Double) -> Int64 {
    if value.isNaN { return 0 }
    if value >= 0x1p63 { return .max }
    return value < -0x1p63 ? .min : Int64(value)
}
