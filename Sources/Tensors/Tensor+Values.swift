import Checks

/// Getting numbers in and out.
extension Tensor {
    /// A tensor of `shape` with the given numbers, row by row.
    ///
    /// - Precondition: `values` has as many numbers as the shape asks for.
    public convenience init(_ values: [Float], shape: [Int]) {
        require(
            shape.allSatisfy { $0 >= 0 } && values.count == shape.reduce(1, *),
            "Tensor: shape \(shape) needs \(shape.reduce(1, *)) values, not \(values.count)")
        self.init(uninitialized: shape)
        values.withUnsafeBytes {
            storage.pointer.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(storage.pointer), byteCount: $0.count)
        }
    }

    /// A tensor of shape `[]`.
    public convenience init(_ value: Float) { self.init([value], shape: []) }

    /// A tensor of `shape` with the same number everywhere.
    public convenience init(repeating value: Float, shape: [Int]) {
        self.init(uninitialized: shape)
        storage.pointer.bindMemory(to: Float.self, capacity: count).update(repeating: value, count: count)
    }

    /// Zeros.
    public static func zeros(_ shape: [Int]) -> Tensor { Tensor(repeating: 0, shape: shape) }

    /// Ones.
    public static func ones(_ shape: [Int]) -> Tensor { Tensor(repeating: 1, shape: shape) }

    /// Room for a tensor, row by row, whose numbers are about to be written.
    convenience init(uninitialized shape: [Int]) {
        let layout = Layout.plain(shape.isEmpty ? [1] : shape)
        self.init(shape: shape, layout: layout, storage: Storage(byteCount: layout.byteCount))
    }

    /// The numbers, row by row.
    public var values: [Float] { withValues { Array($0) } }

    /// The only number of a tensor that has one.
    public var item: Float {
        require(count == 1, "item: needs a tensor with one number; this one has shape \(shape)")
        return withValues { $0[0] }
    }

    /// Reads the numbers, row by row, without copying them where they already lie that way.
    public func withValues<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        let plain = plain()
        return try withExtendedLifetime(plain.storage) {
            let start = plain.storage.pointer.bindMemory(to: Float.self, capacity: plain.count)
            return try body(UnsafeBufferPointer(start: start, count: plain.count))
        }
    }

    /// Changes the numbers of a leaf in place, row by row.
    ///
    /// For optimizers, initialisers and running statistics. Computed tensors may not be changed: their values may
    /// be needed by the backward pass.
    public func withMutableValues<Result>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> Result) rethrows
        -> Result
    {
        require(isLeaf && layout.isPlain, "withMutableValues: only leaves can be changed in place")
        noteChange()
        return try withExtendedLifetime(storage) {
            let start = storage.pointer.bindMemory(to: Float.self, capacity: count)
            return try body(UnsafeMutableBufferPointer(start: start, count: count))
        }
    }

    /// Overwrites the numbers of a leaf with those of a tensor of the same shape.
    public func copy(from source: Tensor) {
        require(source.shape == shape, "copy(from:): shape \(source.shape) does not fit \(shape)")
        require(isLeaf, "copy(from:): only leaves can be changed in place")
        noteChange()
        fill(reordering: source)
    }

    /// A leaf of its own with the same numbers.
    public func clone() -> Tensor {
        let copy = Tensor(uninitialized: shape)
        copy.fill(reordering: self)
        return copy
    }

    /// For each row of a `[rows, columns]` tensor, the column of its largest number; the first one if several are.
    public func argmaxOfRows() -> [Int] {
        require(rank == 2 && shape[1] > 0, "argmaxOfRows: needs the shape [rows, columns], not \(shape)")
        let columns = shape[1]
        return withValues { values in
            (0..<shape[0]).map { row in
                var best = 0
                for column in 1..<columns where values[row * columns + column] > values[row * columns + best] {
                    best = column
                }
                return best
            }
        }
    }
}

extension Tensor: CustomStringConvertible {
    /// Shape and the first numbers: `Tensor [2, 3]: 0.1, 0.2, …`
    public var description: String {
        let first = values.prefix(8).map { "\($0)" }.joined(separator: ", ")
        return "Tensor \(shape): \(first)\(count > 8 ? ", …" : "")"
    }
}

/// The bytes that all living tensors of this process hold. A number that grows from step to step means that a graph
/// is being kept.
public var liveTensorBytes: Int { BufferPool.shared.liveBytes }
