/// Turns 16 rows of bytes into columns: byte `i` of row `r` goes to place `16 · i + r`.
///
/// - Parameters:
///   - stride: how far one row is from the next.
///   - rows: how many rows there are, 1 to 16. The last one stands in for those that are missing.
///   - count: how many bytes a row has.
func transposeRows(
    _ source: UnsafePointer<UInt8>, stride: Int, rows: Int, count: Int, into target: UnsafeMutablePointer<UInt8>
) {
    let whole = count & ~15
    for i in Swift.stride(from: 0, to: whole, by: 16) {
        transposeSquare { row in
            UnsafeRawPointer(source + min(row, rows - 1) * stride + i).loadUnaligned(as: SIMD16<UInt8>.self)
        } to: { column, values in
            UnsafeMutableRawPointer(target + 16 * (i + column)).storeBytes(of: values, as: SIMD16<UInt8>.self)
        }
    }
    for i in whole..<count {
        for row in 0..<16 { target[16 * i + row] = source[min(row, rows - 1) * stride + i] }
    }
}

/// The way back from ``transposeRows(_:stride:rows:count:into:)``: writes the first `rows` rows of `count` bytes each.
func transposeColumns(
    _ source: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>, stride: Int, rows: Int, count: Int
) {
    let whole = count & ~15
    for i in Swift.stride(from: 0, to: whole, by: 16) {
        transposeSquare { column in
            UnsafeRawPointer(source + 16 * (i + column)).loadUnaligned(as: SIMD16<UInt8>.self)
        } to: { row, values in
            if row < rows {
                UnsafeMutableRawPointer(target + row * stride + i).storeBytes(of: values, as: SIMD16<UInt8>.self)
            }
        }
    }
    for i in whole..<count {
        for row in 0..<rows { target[row * stride + i] = source[16 * i + row] }
    }
}

/// Turns the rows of a square of 16 by 16 bytes into columns.
///
/// Interleaving the upper with the lower half moves the uppermost bit of each byte's place to the other end. After four
/// times, the four bits of the row and the four of the column have changed sides.
@inline(__always)
private func transposeSquare(from row: (Int) -> SIMD16<UInt8>, to column: (Int, SIMD16<UInt8>) -> Void) {
    withUnsafeTemporaryAllocation(of: SIMD16<UInt8>.self, capacity: 32) { places in
        let (one, other) = (places.baseAddress!, places.baseAddress! + 16)
        interleaveHalves(row) { one[$0] = $1 }
        interleaveHalves({ one[$0] }, into: { other[$0] = $1 })
        interleaveHalves({ other[$0] }, into: { one[$0] = $1 })
        interleaveHalves({ one[$0] }, into: column)
    }
}

@inline(__always)
private func interleaveHalves(_ line: (Int) -> SIMD16<UInt8>, into result: (Int, SIMD16<UInt8>) -> Void) {
    for i in 0..<8 {
        let both = interleaved(line(i), line(i + 8))
        result(2 * i, both.lowHalf)
        result(2 * i + 1, both.highHalf)
    }
}
