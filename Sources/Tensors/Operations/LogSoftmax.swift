import Checks
import Foundation

/// The logarithm of ``softmax(_:axis:)``, `x − log Σ eˣ`, computed without ever taking the logarithm of 0.
///
/// oneDNN's is off by up to 4·10⁻⁶, enough to make the loss of a sure model negative; this one is rounded only once.
public func logSoftmax(_ x: Tensor, axis: Int = -1) -> Tensor {
    let axis = axis < 0 ? axis + x.rank : axis
    require(x.shape.indices.contains(axis), "log softmax: shape \(x.shape) has no axis \(axis)")
    let y = Tensor(uninitialized: x.shape)
    x.withValues { x in
        y.withMutableValues { target in
            forEachLine(y.shape, axis) { line in
                let largest = line.reduce(-Float.infinity) { max($0, x[$1]) }
                let logarithm = Double(largest) + log(line.reduce(0) { $0 + Double(exp(x[$1] - largest)) })
                for i in line { target[i] = Float(Double(x[i]) - logarithm) }
            }
        }
    }
    return recorded(y, from: x) { gradient in
        let dx = Tensor(uninitialized: y.shape)
        gradient.withValues { dy in
            y.withValues { y in
                dx.withMutableValues { dx in
                    forEachLine(gradient.shape, axis) { line in
                        let total = Float(line.reduce(0) { $0 + Double(dy[$1]) })
                        for i in line { dx[i] = dy[i] - exp(y[i]) * total }
                    }
                }
            }
        }
        return [dx]
    }
}

/// Calls `body` with the places in memory, row by row, of each line along an axis.
private func forEachLine(_ shape: [Int], _ axis: Int, _ body: (StrideTo<Int>) -> Void) {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let length = shape[axis] * inner
    for outer in 0..<shape[..<axis].reduce(1, *) {
        for start in outer * length..<outer * length + inner {
            body(stride(from: start, to: start + length, by: inner))
        }
    }
}
