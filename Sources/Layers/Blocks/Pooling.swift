import Tensors

/// The largest value of each window.
public final class MaxPool2d: Module, Repeatable {
    private let kernel: Int
    private let stride: Int
    private let padding: Int
    private let ceilMode: Bool

    /// A square window; the stride is the window's size if left out, as in PyTorch.
    public init(kernel: Int, stride: Int? = nil, padding: Int = 0, ceilMode: Bool = false) {
        self.kernel = kernel
        self.stride = stride ?? kernel
        self.padding = padding
        self.ceilMode = ceilMode
    }

    /// `[batch, channels, height', width']`
    public override func forward(_ x: Tensor) -> Tensor {
        maxPool2d(
            x, kernel: (kernel, kernel), stride: (stride, stride), padding: (padding, padding), ceilMode: ceilMode)
    }

    /// `kernel 3×3, stride 2`
    public override var detail: String { "kernel \(kernel)×\(kernel), stride \(stride)" }
}

/// The mean of each window.
public final class AvgPool2d: Module, Repeatable {
    private let kernel: Int
    private let stride: Int
    private let padding: Int

    /// A square window; the stride is the window's size if left out. Padding counts as zeros, as in PyTorch.
    public init(kernel: Int, stride: Int? = nil, padding: Int = 0) {
        self.kernel = kernel
        self.stride = stride ?? kernel
        self.padding = padding
    }

    /// `[batch, channels, height', width']`
    public override func forward(_ x: Tensor) -> Tensor {
        averagePool2d(x, kernel: (kernel, kernel), stride: (stride, stride), padding: (padding, padding))
    }

    /// `kernel 2×2, stride 2`
    public override var detail: String { "kernel \(kernel)×\(kernel), stride \(stride)" }
}

/// The mean over bins that cover the image, whatever its size.
public final class AdaptiveAvgPool2d: Module, Repeatable {
    private let size: Int

    /// `size × size` bins; one bin is the mean over the whole image.
    public init(_ size: Int = 1) { self.size = size }

    /// `[batch, channels, size, size]`
    public override func forward(_ x: Tensor) -> Tensor { adaptiveAveragePool2d(x, output: (size, size)) }

    /// `to 1×1`
    public override var detail: String { "to \(size)×\(size)" }
}

/// The maximum over bins that cover the image, whatever its size.
public final class AdaptiveMaxPool2d: Module, Repeatable {
    private let size: Int

    /// `size × size` bins.
    public init(_ size: Int = 1) { self.size = size }

    /// `[batch, channels, size, size]`
    public override func forward(_ x: Tensor) -> Tensor { adaptiveMaxPool2d(x, output: (size, size)) }

    /// `to 1×1`
    public override var detail: String { "to \(size)×\(size)" }
}
