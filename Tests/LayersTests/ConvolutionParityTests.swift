import Layers
import Tensors
import Testing
import Weights

@Suite("Convolutions and linear layers compute what PyTorch's do")
struct ConvolutionParityTests {
    @Test(arguments: [
        LayerCase("plain", [2, 3, 7, 6]) { Conv2d(3, 5, kernel: 3) },
        LayerCase("padding 1", [2, 3, 7, 6]) { Conv2d(3, 5, kernel: 3, padding: .fixed(1), bias: false) },
        LayerCase("stride 2", [2, 3, 9, 8]) { Conv2d(3, 5, kernel: 3, stride: 2, padding: .fixed(1)) },
        LayerCase("stem", [1, 3, 17, 16]) { Conv2d(3, 8, kernel: 7, stride: 2, padding: .fixed(3), bias: false) },
        LayerCase("dilation 2", [2, 3, 8, 7]) { Conv2d(3, 4, kernel: 3, padding: .fixed(2), dilation: 2) },
        LayerCase("groups 2", [2, 6, 6, 5]) { Conv2d(6, 4, kernel: 3, padding: .fixed(1), groups: 2) },
        LayerCase("depthwise", [2, 17, 6, 5]) { Conv2d(17, 17, kernel: 3, padding: .fixed(1), groups: 17) },
        LayerCase("depthwise 5, stride 2", [2, 17, 7, 6]) {
            Conv2d(17, 17, kernel: 5, stride: 2, padding: .fixed(2), groups: 17, bias: false)
        },
        LayerCase("1x1", [2, 17, 4, 5]) { Conv2d(17, 5, kernel: 1) },
        LayerCase("1x1, stride 2", [2, 5, 7, 6]) { Conv2d(5, 17, kernel: 1, stride: 2, bias: false) },
        LayerCase("16 to 32 channels", [2, 16, 5, 4]) { Conv2d(16, 32, kernel: 3, padding: .fixed(1)) },
        LayerCase("one image, one channel", [1, 1, 5, 5]) { Conv2d(1, 1, kernel: 3) },
        LayerCase("same", [2, 3, 6, 7]) { Conv2d(3, 5, kernel: 3, padding: .same) },
        LayerCase("same, stride 2", [2, 3, 8, 7]) { Conv2d(3, 5, kernel: 3, stride: 2, padding: .same) },
        LayerCase("same, depthwise 5, stride 2", [1, 17, 8, 7]) {
            Conv2d(17, 17, kernel: 5, stride: 2, padding: .same, groups: 17)
        },
        LayerCase("same, 4x4, dilation 2", [1, 3, 9, 8]) { Conv2d(3, 4, kernel: 4, padding: .same, dilation: 2) },
    ])
    func convolutionLayers(_ test: LayerCase) throws {
        try Expected("convolution", "Conv2d").check(test.name, test.make(), test.input)
    }

    /// Windows that are no squares, which only the function offers.
    @Test(arguments: [
        ("1x7", [2, 3, 5, 8], [4, 3, 1, 7], ConvolutionGeometry(padding: (0, 3))),
        ("3x5, stride 2x1", [2, 3, 7, 6], [4, 3, 3, 5], ConvolutionGeometry(stride: (2, 1), padding: (1, 2))),
    ])
    func oblongWindows(_ name: String, _ shape: [Int], _ window: [Int], _ geometry: ConvolutionGeometry) throws {
        let bound = (6 / Double(window.dropFirst().reduce(1, *))).squareRoot()
        let weight = Parameter(RuleFill.tensor("weight", window, in: -bound..<bound))
        let bias = Parameter(RuleFill.tensor("bias", [window[0]], in: -0.1..<0.1))
        let x = RuleFill.tensor("x", shape, in: -2..<2)
        try Expected("convolution", "Conv2d").check(name, x, [("weight", weight), ("bias", bias)]) {
            conv2d($0, weight, bias: bias, geometry)
        }
    }

    @Test(arguments: [
        LayerCase("bias", [4, 17]) { Linear(17, 5) },
        LayerCase("no bias", [4, 17]) { Linear(17, 5, bias: false) },
        LayerCase("batch of one", [1, 5]) { Linear(5, 3) },
        LayerCase("one input, one output", [3, 1]) { Linear(1, 1) },
    ])
    func linearLayers(_ test: LayerCase) throws {
        try Expected("linear", "Linear").check(test.name, test.make(), test.input)
    }
}
