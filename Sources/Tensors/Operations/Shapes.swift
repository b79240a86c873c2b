import Checks

extension Tensor {
    /// The same numbers, row by row, under another shape with the same count.
    public func reshaped(_ newShape: [Int]) -> Tensor {
        require(
            newShape.reduce(1, *) == count && newShape.allSatisfy { $0 >= 0 },
            "reshaped: \(shape) has \(count) values and cannot become \(newShape)")
        if newShape == shape { return self }
        let oldShape = shape
        return recorded(viewed(as: newShape), from: self) { gradient in [gradient.viewed(as: oldShape)] }
    }

    /// All axes from `axis` on joined into one: `[batch, channels, height, width]` becomes `[batch, features]`.
    public func flattened(from axis: Int = 1) -> Tensor {
        require(axis >= 0 && axis < rank, "flattened: shape \(shape) has no axis \(axis)")
        return reshaped(Array(shape[..<axis]) + [shape[axis...].reduce(1, *)])
    }

    /// The rows `range` along the first axis.
    public func rows(_ range: Range<Int>) -> Tensor {
        require(
            rank > 0 && range.lowerBound >= 0 && range.upperBound <= shape[0],
            "rows: shape \(shape) has no rows \(range)")
        let fullShape = shape
        let part = part(along: 0, range)
        return recorded(part, from: self) { gradient in
            let whole = Tensor.zeros(fullShape)
            whole.replacePart(along: 0, range, with: gradient)
            return [whole]
        }
    }

    /// The same plain storage under another shape, outside the graph.
    func viewed(as newShape: [Int]) -> Tensor {
        let plain = plain()
        return Tensor(shape: newShape, layout: .plain(newShape.isEmpty ? [1] : newShape), storage: plain.storage)
    }

    /// A copy of a part along one axis, outside the graph.
    fileprivate func part(along axis: Int, _ range: Range<Int>) -> Tensor {
        var partShape = shape
        partShape[axis] = range.count
        let copy = Tensor(uninitialized: partShape)
        let inner = shape[(axis + 1)...].reduce(1, *)
        let (chunk, row) = (range.count * inner, shape[axis] * inner)
        withValues { source in
            copy.withMutableValues { target in
                for outer in 0..<shape[..<axis].reduce(1, *) {
                    for i in 0..<chunk {
                        target[outer * chunk + i] = source[outer * row + range.lowerBound * inner + i]
                    }
                }
            }
        }
        return copy
    }

    /// Overwrites a part of this plain tensor along one axis.
    fileprivate func replacePart(along axis: Int, _ range: Range<Int>, with part: Tensor) {
        let inner = shape[(axis + 1)...].reduce(1, *)
        let (chunk, row) = (range.count * inner, shape[axis] * inner)
        part.withValues { source in
            withMutableValues { target in
                for outer in 0..<shape[..<axis].reduce(1, *) {
                    for i in 0..<chunk {
                        target[outer * row + range.lowerBound * inner + i] = source[outer * chunk + i]
                    }
                }
            }
        }
    }
}

/// Tensors joined along an axis; all other sizes must agree.
public func concatenated(_ tensors: [Tensor], axis: Int = 1) -> Tensor {
    require(!tensors.isEmpty, "concatenated: needs at least one tensor")
    let shapes = tensors.map(\.shape)
    let others = shapes.map { shape in shape.indices.filter { $0 != axis }.map { shape[$0] } }
    require(
        shapes[0].indices.contains(axis) && others.allSatisfy { $0 == others[0] },
        "concatenated: shapes \(shapes) cannot be joined along axis \(axis)")
    var shape = shapes[0]
    shape[axis] = shapes.map { $0[axis] }.reduce(0, +)
    let y = Tensor(uninitialized: shape)
    var start = 0
    let ranges = shapes.map { shape in
        defer { start += shape[axis] }
        return start..<start + shape[axis]
    }
    for (input, range) in zip(tensors, ranges) { y.replacePart(along: axis, range, with: input) }
    return recorded(y, from: tensors) { gradient in
        zip(tensors, ranges).map { $0.requiresGrad ? gradient.part(along: axis, $1) : nil }
    }
}
