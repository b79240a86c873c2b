import Layers
import Testing

/// Layers in a row, with channels that fill no block of 16: what one layer leaves behind the last channel must not
/// reach the next.
@Suite("Layers in a row compute what PyTorch's do")
struct NetworkParityTests {
    @Test(arguments: [
        LayerCase("strided", [3, 3, 13, 11]) {
            Sequential(
                Conv2d(3, 17, kernel: 3, padding: .fixed(1), bias: false), BatchNorm2d(17), ReLU(),
                MaxPool2d(kernel: 3, stride: 2, padding: 1),
                Conv2d(17, 19, kernel: 3, stride: 2, padding: .fixed(1), bias: false), BatchNorm2d(19), SiLU(),
                AdaptiveAvgPool2d(3), Flatten(), Linear(171, 5))
        },
        LayerCase("depthwise", [2, 3, 13, 11]) {
            Sequential(
                Conv2d(3, 17, kernel: 1), ReLU6(),
                Conv2d(17, 17, kernel: 5, stride: 2, padding: .fixed(2), groups: 17, bias: false), BatchNorm2d(17),
                AvgPool2d(kernel: 2), Conv2d(17, 33, kernel: 1), Sigmoid(), AdaptiveMaxPool2d(2), Flatten(),
                Linear(132, 4))
        },
    ])
    func outputAndGradients(_ test: LayerCase) throws {
        try Expected("networks", "Layers in a row").check(test.name, test.make(), test.input)
    }
}
