import Layers
import Tensors

extension Module {
    /// Fresh weights as torchvision's newer models start: convolutions Kaiming normal by the fan-out unless
    /// told otherwise, linear layers by the given rule from their shape `[out, in]`, all biases zero.
    func initialise(
        convolution: (_ shape: [Int]) -> Tensor = kaimingNormalFanOut, linear: (_ shape: [Int]) -> Tensor
    ) {
        for (_, module) in namedModules {
            if let layer = module as? Conv2d {
                layer.weight.copy(from: convolution(layer.weight.shape))
                if let bias = layer.bias { bias.copy(from: .zeros(bias.shape)) }
            } else if let layer = module as? Linear {
                layer.weight.copy(from: linear(layer.weight.shape))
                if let bias = layer.bias { bias.copy(from: .zeros(bias.shape)) }
            }
        }
    }
}
