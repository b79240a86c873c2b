import Checks

/// An array of numbers as a weights file holds it: a type, a shape and bytes.
///
/// It is what stands between a file and a model; nothing is computed with it. The bytes are little-endian,
/// row-major and without gaps, whatever the file's layout was.
public struct WeightArray: Sendable, Equatable {
    /// The type of every number.
    public let scalarType: ScalarType
    /// The size of each dimension; `[]` is a single number, and a 0 among the sizes means no numbers at all.
    public let shape: [Int]
    /// The numbers, `scalarType.byteCount` bytes each.
    public let bytes: [UInt8]

    /// An array over bytes that are laid out already.
    ///
    /// - Precondition: `bytes` is as long as the type and the shape ask for.
    public init(scalarType: ScalarType, shape: [Int], bytes: [UInt8]) {
        require(
            scalarType.byteCount(ofShape: shape) == bytes.count,
            "WeightArray: \(bytes.count) bytes do not make \(scalarType) numbers of shape \(shape)")
        self.scalarType = scalarType
        self.shape = shape
        self.bytes = bytes
    }

    /// A `float32` array.
    ///
    /// - Precondition: `floats` has as many numbers as `shape` asks for.
    public init(_ floats: [Float], shape: [Int]) {
        self.init(.float32, floats, shape)
    }

    /// An `int64` array, such as batch normalisation's count of batches.
    ///
    /// - Precondition: `integers` has as many numbers as `shape` asks for.
    public init(integers: [Int64], shape: [Int]) {
        self.init(.int64, integers, shape)
    }

    /// An array over numbers whose representation in memory is `scalarType`'s.
    init<Number: BitwiseCopyable>(_ scalarType: ScalarType, _ numbers: [Number], _ shape: [Int]) {
        self.init(scalarType: scalarType, shape: shape, bytes: numbers.withUnsafeBytes { [UInt8]($0) })
    }

    /// How many numbers there are: the product of the shape.
    public var count: Int { bytes.count / scalarType.byteCount }
}
