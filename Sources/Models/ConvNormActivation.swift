import Layers

/// torchvision's usual three: a convolution without bias that keeps the size at stride 1, batch norm, and an
/// activation unless there is none.
func convNormActivation(
    _ inChannels: Int, _ outChannels: Int, kernel: Int, stride: Int = 1, groups: Int = 1, _ activation: Module?
) -> Sequential {
    let convolution = Conv2d(
        inChannels, outChannels, kernel: kernel, stride: stride, padding: .fixed((kernel - 1) / 2), groups: groups,
        bias: false)
    return Sequential([convolution, BatchNorm2d(outChannels)] + (activation.map { [$0] } ?? []))
}
