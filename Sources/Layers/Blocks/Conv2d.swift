import Checks
import Tensors

/// Where a convolution puts zeros around the image.
public enum Padding: Sendable, Hashable {
    /// This many on every side.
    case fixed(Int)
    /// As many as it takes for an output of `⌈size / stride⌉`; an odd one goes below and to the right. TensorFlow's
    /// `SAME`, which EfficientNet's weights were trained with.
    case same
}

/// Two-dimensional convolution with learned weights.
///
/// Input `[batch, inChannels, height, width]`, output `[batch, outChannels, height', width']`. Weights start as
/// PyTorch's: uniform in ±1/√fan-in, the bias too (``kaimingUniform(_:)``).
public final class Conv2d: Module, Repeatable {
    /// `[outChannels, inChannels / groups, kernel, kernel]`
    public let weight: Parameter
    /// `[outChannels]`, or none.
    public let bias: Parameter?

    private let stride: Int
    private let padding: Padding
    private let dilation: Int
    private let groups: Int
    /// What evaluation computes with, as long as no weight changes.
    var foldedConvolution: FoldedConvolution?

    /// A square window of `kernel` weights a side; defaults as in PyTorch.
    public init(
        _ inChannels: Int, _ outChannels: Int, kernel: Int, stride: Int = 1, padding: Padding = .fixed(0),
        dilation: Int = 1, groups: Int = 1, bias: Bool = true
    ) {
        require(
            kernel > 0 && stride > 0 && dilation > 0 && groups > 0,
            "Conv2d: kernel \(kernel), stride \(stride), dilation \(dilation) and groups \(groups) must be positive")
        require(
            inChannels % groups == 0 && outChannels % groups == 0,
            "Conv2d: \(groups) groups do not divide \(inChannels) and \(outChannels) channels")
        let fanIn = inChannels / groups * kernel * kernel
        weight = Parameter(kaimingUniform([outChannels, inChannels / groups, kernel, kernel]))
        self.bias = bias ? Parameter(uniform([outChannels], bound: 1 / Float(max(fanIn, 1)).squareRoot())) : nil
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = groups
    }

    /// The convolution of `x` with the weights.
    public override func forward(_ x: Tensor) -> Tensor {
        conv2d(x, weight, bias: bias, geometry(of: x))
    }

    /// `3 → 64, kernel 7×7, stride 2, padding 3`
    public override var detail: String {
        let kernel = weight.shape[2]
        var text = "\(weight.shape[1] * groups) → \(weight.shape[0]), kernel \(kernel)×\(kernel)"
        if stride != 1 { text += ", stride \(stride)" }
        switch padding {
        case .fixed(0): break
        case .fixed(let size): text += ", padding \(size)"
        case .same: text += ", padding same"
        }
        if dilation != 1 { text += ", dilation \(dilation)" }
        if groups != 1 { text += ", groups \(groups)" }
        return text
    }

    /// How the window moves over `x`.
    func geometry(of x: Tensor) -> ConvolutionGeometry {
        require(x.rank == 4, "Conv2d: needs [batch, channels, height, width], not \(x.shape)")
        var before = (0, 0)
        var after = (0, 0)
        switch padding {
        case .fixed(let size): (before, after) = ((size, size), (size, size))
        case .same:
            let (vertical, horizontal) = (samePadding(x.shape[2]), samePadding(x.shape[3]))
            before = (vertical / 2, horizontal / 2)
            after = (vertical - before.0, horizontal - before.1)
        }
        return ConvolutionGeometry(
            stride: (stride, stride), padding: before, paddingAfter: after, dilation: (dilation, dilation),
            groups: groups)
    }

    /// This convolution with `norm` folded in.
    func folded(_ norm: BatchNorm?) -> FoldedConvolution {
        let source = FoldedConvolution.Source(
            weight: weight, bias: bias,
            norm: norm.map {
                .init(
                    scale: $0.weight, shift: $0.bias, mean: $0.runningMean.value, variance: $0.runningVar.value,
                    epsilon: $0.epsilon)
            })
        if let foldedConvolution, foldedConvolution.isUpToDate(with: source) { return foldedConvolution }
        let folded = FoldedConvolution(source)
        foldedConvolution = folded
        return folded
    }

    private func samePadding(_ size: Int) -> Int {
        let outputs = (size + stride - 1) / stride
        return max((outputs - 1) * stride + (weight.shape[2] - 1) * dilation + 1 - size, 0)
    }
}
