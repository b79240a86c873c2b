import COneDNN

extension Tensor {
    /// The same numbers, row by row, under another shape with the same count.
    public func reshaped(_ newShape: [Int]) -> Tensor {
        precondition(
            newShape.reduce(1, *) == count && newShape.allSatisfy { $0 >= 0 },
            "reshaped: \(shape) has \(count) values and cannot become \(newShape)")
        if newShape == shape { return self }
        let oldShape = shape
        return recorded(viewed(as: newShape), from: self) { gradient in [gradient.viewed(as: oldShape)] }
    }

    /// All axes from `axis` on joined into one: `[batch, channels, height, width]` becomes `[batch, features]`.
    public func flattened(from axis: Int = 1) -> Tensor {
        precondition(axis >= 0 && axis < rank, "flattened: shape \(shape) has no axis \(axis)")
        return reshaped(Array(shape[..<axis]) + [shape[axis...].reduce(1, *)])
    }

    /// The rows `range` along the first axis.
    public func rows(_ range: Range<Int>) -> Tensor {
        precondition(
            rank > 0 && range.lowerBound >= 0 && range.upperBound <= shape[0],
            "rows: shape \(shape) has no rows \(range)")
        let fullShape = shape
        let part = part(along: 0, range)
        return recorded(part, from: self) { gradient in
            let whole = Tensor.zeros(fullShape)
            whole.window(along: 0, range).fill(reordering: gradient)
            return [whole]
        }
    }

    /// The same plain storage under another shape, outside the graph.
    func viewed(as newShape: [Int]) -> Tensor {
        let plain = plain()
        return Tensor(shape: newShape, layout: .plain(newShape.isEmpty ? [1] : newShape), storage: plain.storage)
    }

    /// A part of this plain tensor along one axis, sharing its storage.
    fileprivate func window(along axis: Int, _ range: Range<Int>) -> Tensor {
        var partShape = shape
        partShape[axis] = range.count
        var offsets = [Int](repeating: 0, count: rank)
        offsets[axis] = range.lowerBound
        return Tensor(shape: partShape, layout: layout.part(shape: partShape, offsets: offsets), storage: storage)
    }

    /// A copy of a part along one axis, outside the graph.
    fileprivate func part(along axis: Int, _ range: Range<Int>) -> Tensor {
        let window = plain().window(along: axis, range)
        let copy = Tensor(uninitialized: window.shape)
        copy.fill(reordering: window)
        return copy
    }
}

/// Tensors joined along an axis; all other sizes must agree.
public func concatenated(_ tensors: [Tensor], axis: Int = 1) -> Tensor {
    precondition(!tensors.isEmpty, "concatenated: needs at least one tensor")
    let shapes = tensors.map(\.shape)
    let others = shapes.map { shape in shape.indices.filter { $0 != axis }.map { shape[$0] } }
    precondition(
        shapes[0].indices.contains(axis) && others.allSatisfy { $0 == others[0] },
        "concatenated: shapes \(shapes) cannot be joined along axis \(axis)")
    let inputs = tensors.map { $0.reordered(to: .plain($0.shape)) }
    var shape = shapes[0]
    shape[axis] = shapes.map { $0[axis] }.reduce(0, +)
    let y = Tensor(uninitialized: shape)
    var start = 0
    let ranges = shapes.map { shape in
        defer { start += shape[axis] }
        return start..<start + shape[axis]
    }
    for (input, range) in zip(inputs, ranges) { y.window(along: axis, range).fill(reordering: input) }
    return recorded(y, from: tensors) { gradient in
        zip(tensors, ranges).map { $0.requiresGrad ? gradient.part(along: axis, $1) : nil }
    }
}
