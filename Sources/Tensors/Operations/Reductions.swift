import COneDNN
import Checks

/// The sum over some axes, or over all of them.
///
/// - Parameters:
///   - axes: which ones to sum over, each once; all if left out. Negative ones count from the end.
///   - keepingAxes: whether the axes stay, with size 1.
public func sum(_ x: Tensor, axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    reduce("sum", dnnl_reduction_sum, x, axes, keepingAxes) { _ in 1 }
}

/// The mean over some axes, or over all of them; parameters as for ``sum(_:axes:keepingAxes:)``.
public func mean(_ x: Tensor, axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    reduce("mean", dnnl_reduction_mean, x, axes, keepingAxes) { 1 / Float(max($0, 1)) }
}

/// - Parameter slope: of the result at each of so many numbers that it is made from.
private func reduce(
    _ name: String, _ kind: dnnl_alg_kind_t, _ x: Tensor, _ axes: [Int]?, _ keepingAxes: Bool,
    slope: (_ count: Int) -> Float
) -> Tensor {
    let list = (axes ?? Array(x.shape.indices)).map { $0 < 0 ? $0 + x.rank : $0 }
    let axes = Set(list)
    require(axes.allSatisfy(x.shape.indices.contains), "\(name): shape \(x.shape) has no axes \(axes.sorted())")
    require(axes.count == list.count, "\(name): an axis is named twice in \(list)")
    if axes.allSatisfy({ x.shape[$0] == 1 }) {
        return x.reshaped(keepingAxes ? x.shape : x.shape.indices.filter { !axes.contains($0) }.map { x.shape[$0] })
    }
    let kept = x.shape.indices.map { axes.contains($0) ? 1 : x.shape[$0] }
    let target = Layout.plain(kept)
    let primitive = Primitive.cached(PrimitiveKey(operation: name, layouts: [x.layout, target])) { result in
        var descriptor = dnnl_reduction_desc_t()
        let status = withDescriptors(x.layout, x.layout, nil, target) { source, _, _, target in
            dnnl_reduction_desc_init(&descriptor, kind, source, target, 0, 0)
        }
        return status == dnnl_success ? Primitive.describe(descriptor, into: &result) : status
    }
    let y = Tensor(uninitialized: kept)
    primitive.run([(DNNL_ARG_SRC, x), (DNNL_ARG_DST, y)])
    let shape = x.shape
    let scale = slope(axes.map { shape[$0] }.reduce(1, *))
    let output = recorded(y, from: x) { gradient in
        [binary(.multiply, Tensor(repeating: scale, shape: shape), gradient)]
    }
    return keepingAxes ? output : output.reshaped(shape.indices.filter { !axes.contains($0) }.map { shape[$0] })
}
