import COneDNN
import Checks

/// The largest value of each window. The first of equal ones gets the gradient; NaN is passed over, where PyTorch's
/// wins.
///
/// - Parameters:
///   - x: `[batch, channels, height, width]`
///   - kernel: the window's height and width.
///   - stride: how far it moves; the window's own size if left out.
///   - padding: border that never wins; at most half the window.
///   - ceilMode: whether a window that hangs over the far edge still counts, as PyTorch's `ceil_mode`.
public func maxPool2d(
    _ x: Tensor, kernel: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int) = (0, 0), ceilMode: Bool = false
) -> Tensor {
    pool("max pool", dnnl_pooling_max, x, kernel, stride ?? kernel, padding, ceilMode: ceilMode)
}

/// The mean of each window.
///
/// - Parameters:
///   - countIncludesPadding: whether padding counts as zeros, as in PyTorch by default, or is left out of the mean.
///   - others: as for ``maxPool2d(_:kernel:stride:padding:ceilMode:)``.
public func averagePool2d(
    _ x: Tensor, kernel: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int) = (0, 0),
    countIncludesPadding: Bool = true
) -> Tensor {
    let kind = countIncludesPadding ? dnnl_pooling_avg_include_padding : dnnl_pooling_avg_exclude_padding
    return pool("average pool \(countIncludesPadding)", kind, x, kernel, stride ?? kernel, padding, ceilMode: false)
}

private func pool(
    _ name: String, _ kind: dnnl_alg_kind_t, _ x: Tensor, _ kernel: (Int, Int), _ stride: (Int, Int),
    _ padding: (Int, Int), ceilMode: Bool
) -> Tensor {
    require(
        x.rank == 4 && kernel.0 > 0 && kernel.1 > 0 && stride.0 > 0 && stride.1 > 0
            && (0...kernel.0 / 2).contains(padding.0) && (0...kernel.1 / 2).contains(padding.1),
        "\(name): a window of \(kernel), stride \(stride), padding \(padding) does not fit shape \(x.shape)")
    let vertical = PoolingAxis(x.shape[2], kernel.0, stride.0, padding.0, ceilMode)
    let horizontal = PoolingAxis(x.shape[3], kernel.1, stride.1, padding.1, ceilMode)
    require(
        vertical.output > 0 && horizontal.output > 0,
        "\(name): an image of \(x.shape[2])×\(x.shape[3]) is smaller than the window of \(kernel.0)×\(kernel.1)")
    let shape = [x.shape[0], x.shape[1], vertical.output, horizontal.output]
    let target = Layout.any(shape, x.layout.format)
    let numbers = [kernel.0, kernel.1, stride.0, stride.1, padding.0, padding.1, vertical.after, horizontal.after]

    func withGeometry(
        _ body: (
            UnsafePointer<dnnl_dim_t>, UnsafePointer<dnnl_dim_t>, UnsafePointer<dnnl_dim_t>,
            UnsafePointer<dnnl_dim_t>, UnsafePointer<dnnl_dim_t>
        ) -> dnnl_status_t
    ) -> dnnl_status_t {
        withDims([stride.0, stride.1]) { strides in
            withDims([kernel.0, kernel.1]) { window in
                withDims([0, 0]) { dilation in
                    withDims([padding.0, padding.1]) { before in
                        withDims([vertical.after, horizontal.after]) { body(strides, window, dilation, before, $0) }
                    }
                }
            }
        }
    }

    let forward = Primitive.cached(
        PrimitiveKey(operation: "\(name) forward", layouts: [x.layout, target], numbers: numbers)
    ) { result in
        var descriptor = dnnl_pooling_v2_desc_t()
        let status = withDescriptors(x.layout, x.layout, nil, target) { source, _, _, target in
            withGeometry {
                dnnl_pooling_v2_forward_desc_init(
                    &descriptor, dnnl_forward_training, kind, source, target, $0, $1, $2, $3, $4)
            }
        }
        return status == dnnl_success ? Primitive.describe(descriptor, into: &result) : status
    }
    let y = forward.output(DNNL_ARG_DST, shape: shape)
    // A maximum remembers in its workspace where it was found.
    let workspace =
        kind == dnnl_pooling_max ? [(DNNL_ARG_WORKSPACE, forward.output(DNNL_ARG_WORKSPACE, shape: shape))] : []
    forward.run([(DNNL_ARG_SRC, x), (DNNL_ARG_DST, y)] + workspace)
    let source = x.layout
    let sourceShape = x.shape
    return recorded(y, from: x) { gradient in
        let backward = Primitive.cached(
            PrimitiveKey(operation: "\(name) backward", layouts: [source, y.layout], numbers: numbers)
        ) { result in
            var descriptor = dnnl_pooling_v2_desc_t()
            let status = withDescriptors(source, source, nil, y.layout) { source, _, _, target in
                withGeometry {
                    dnnl_pooling_v2_backward_desc_init(&descriptor, kind, source, target, $0, $1, $2, $3, $4)
                }
            }
            return status == dnnl_success ? Primitive.describe(descriptor, hint: forward, into: &result) : status
        }
        let dx = backward.output(DNNL_ARG_DIFF_SRC, shape: sourceShape)
        backward.run([(DNNL_ARG_DIFF_DST, gradient.reordered(to: y.layout)), (DNNL_ARG_DIFF_SRC, dx)] + workspace)
        return [dx]
    }
}

/// The output size of pooling along one axis, and the padding after the image that it takes to get there.
private struct PoolingAxis {
    let output: Int
    let after: Int

    init(_ input: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ ceilMode: Bool) {
        let span = input + 2 * padding - kernel + (ceilMode ? stride - 1 : 0)
        guard span >= 0 else {
            (output, after) = (0, 0)
            return
        }
        var count = span / stride + 1
        // PyTorch drops a last window that would begin in the padding.
        if ceilMode && (count - 1) * stride >= input + padding { count -= 1 }
        output = count
        after = max((count - 1) * stride + kernel - input - padding, 0)
    }
}
