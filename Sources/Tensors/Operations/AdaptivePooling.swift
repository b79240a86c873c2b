import Checks

/// The mean of each of `output.0 × output.1` bins that cover the image.
///
/// Bin `i` of `n` along an axis of `size` reaches from `⌊i·size/n⌋` to `⌈(i+1)·size/n⌉`, as in PyTorch; neighbouring
/// bins overlap where the sizes do not divide.
///
/// - Parameter x: `[batch, channels, height, width]`
/// - Returns: `[batch, channels, output.0, output.1]`
public func adaptiveAveragePool2d(_ x: Tensor, output: (Int, Int) = (1, 1)) -> Tensor {
    if let kernel = evenKernel(x, output) { return averagePool2d(x, kernel: kernel) }
    return adaptivePool(x, output) { plane, bin, width in
        var sum: Float = 0
        for row in bin.rows { for column in bin.columns { sum += plane[row * width + column] } }
        return sum / Float(bin.rows.count * bin.columns.count)
    } spread: { gradient, plane, bin, width, planeGradient in
        let share = gradient / Float(bin.rows.count * bin.columns.count)
        for row in bin.rows { for column in bin.columns { planeGradient[row * width + column] += share } }
    }
}

/// The largest value of each of `output.0 × output.1` bins, which lie as for ``adaptiveAveragePool2d(_:output:)``.
public func adaptiveMaxPool2d(_ x: Tensor, output: (Int, Int) = (1, 1)) -> Tensor {
    if let kernel = evenKernel(x, output) { return maxPool2d(x, kernel: kernel) }
    return adaptivePool(x, output) { plane, bin, width in
        plane[bin.positionOfMaximum(in: plane, width)]
    } spread: { gradient, plane, bin, width, planeGradient in
        planeGradient[bin.positionOfMaximum(in: plane, width)] += gradient
    }
}

/// The window that does the job when the bins are all alike and do not overlap.
private func evenKernel(_ x: Tensor, _ output: (Int, Int)) -> (Int, Int)? {
    require(
        x.rank == 4 && output.0 > 0 && output.1 > 0,
        "adaptive pooling: needs [batch, channels, height, width] and a positive size, not \(x.shape) and \(output)")
    guard x.shape[2] % output.0 == 0, x.shape[3] % output.1 == 0 else { return nil }
    return (x.shape[2] / output.0, x.shape[3] / output.1)
}

private struct Bin {
    let rows: Range<Int>
    let columns: Range<Int>

    func positionOfMaximum(in plane: UnsafePointer<Float>, _ width: Int) -> Int {
        var best = rows.lowerBound * width + columns.lowerBound
        for row in rows {
            for column in columns where plane[row * width + column] > plane[best] { best = row * width + column }
        }
        return best
    }
}

/// Pools plane by plane over uneven bins: `reduce` turns a bin into a number, `spread` its gradient into the bin's.
private func adaptivePool(
    _ x: Tensor, _ output: (Int, Int),
    reduce: (UnsafePointer<Float>, Bin, _ width: Int) -> Float,
    spread: @escaping (Float, UnsafePointer<Float>, Bin, _ width: Int, UnsafeMutablePointer<Float>) -> Void
) -> Tensor {
    let (height, width) = (x.shape[2], x.shape[3])
    let planes = x.shape[0] * x.shape[1]
    let bins = (0..<output.0).flatMap { row in
        (0..<output.1).map { column in
            Bin(rows: binRange(row, of: output.0, size: height), columns: binRange(column, of: output.1, size: width))
        }
    }
    let y = Tensor(uninitialized: [x.shape[0], x.shape[1], output.0, output.1])
    x.withValues { source in
        y.withMutableValues { target in
            for plane in 0..<planes {
                let start = source.baseAddress! + plane * height * width
                for (i, bin) in bins.enumerated() { target[plane * bins.count + i] = reduce(start, bin, width) }
            }
        }
    }
    return recorded(y, from: x) { gradient in
        let dx = Tensor.zeros(x.shape)
        gradient.withValues { gradient in
            x.withValues { source in
                dx.withMutableValues { target in
                    for plane in 0..<planes {
                        let offset = plane * height * width
                        for (i, bin) in bins.enumerated() {
                            spread(
                                gradient[plane * bins.count + i], source.baseAddress! + offset, bin, width,
                                target.baseAddress! + offset)
                        }
                    }
                }
            }
        }
        return [dx]
    }
}

private func binRange(_ index: Int, of count: Int, size: Int) -> Range<Int> {
    (index * size / count)..<(((index + 1) * size + count - 1) / count)
}
