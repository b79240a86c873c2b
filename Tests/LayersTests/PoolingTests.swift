import Layers
import Tensors
import Testing
import Weights

@Suite("Pooling computes what PyTorch's does")
struct PoolingTests {
    @Test(arguments: [
        LayerCase("max 2", [2, 3, 8, 7]) { MaxPool2d(kernel: 2) },
        LayerCase("max 3, stride 2, padding 1", [2, 3, 8, 7]) { MaxPool2d(kernel: 3, stride: 2, padding: 1) },
        LayerCase("max 3, stride 2", [2, 3, 8, 7]) { MaxPool2d(kernel: 3, stride: 2) },
        LayerCase("max 3, stride 2, ceil", [2, 3, 8, 7]) { MaxPool2d(kernel: 3, stride: 2, ceilMode: true) },
        LayerCase("max 2, stride 3, padding 1, ceil", [2, 3, 8, 7]) {
            MaxPool2d(kernel: 2, stride: 3, padding: 1, ceilMode: true)
        },
        LayerCase("average 2", [2, 3, 8, 7]) { AvgPool2d(kernel: 2) },
        LayerCase("average 3, stride 2, padding 1", [2, 3, 8, 7]) { AvgPool2d(kernel: 3, stride: 2, padding: 1) },
        LayerCase("adaptive average of 5x4 to 1x1", [2, 3, 5, 4]) { AdaptiveAvgPool2d() },
        LayerCase("adaptive average of 6x4 to 2x2", [2, 3, 6, 4]) { AdaptiveAvgPool2d(2) },
        LayerCase("adaptive average of 7x7 to 3x3", [2, 3, 7, 7]) { AdaptiveAvgPool2d(3) },
        LayerCase("adaptive average of 5x7 to 4x4", [2, 3, 5, 7]) { AdaptiveAvgPool2d(4) },
        LayerCase("adaptive average of 3x4 to 5x5", [2, 3, 3, 4]) { AdaptiveAvgPool2d(5) },
        LayerCase("adaptive max of 5x4 to 1x1", [2, 3, 5, 4]) { AdaptiveMaxPool2d() },
        LayerCase("adaptive max of 6x4 to 2x2", [2, 3, 6, 4]) { AdaptiveMaxPool2d(2) },
        LayerCase("adaptive max of 7x7 to 3x3", [2, 3, 7, 7]) { AdaptiveMaxPool2d(3) },
        LayerCase("adaptive max of 5x7 to 4x4", [2, 3, 5, 7]) { AdaptiveMaxPool2d(4) },
        LayerCase("adaptive max of 3x4 to 5x5", [2, 3, 3, 4]) { AdaptiveMaxPool2d(5) },
        LayerCase("adaptive concat to 1x1, maximum first", [2, 3, 7, 5]) { AdaptiveConcatPool2d() },
        LayerCase("adaptive concat to 1x1, mean first", [2, 3, 7, 5]) { AdaptiveConcatPool2d(order: .meanFirst) },
        LayerCase("adaptive concat to 3x3, maximum first", [2, 3, 7, 5]) { AdaptiveConcatPool2d(3) },
        LayerCase("adaptive concat to 3x3, mean first", [2, 3, 7, 5]) { AdaptiveConcatPool2d(3, order: .meanFirst) },
    ])
    func layers(_ test: LayerCase) throws {
        try Expected("pooling", "Pooling").check(test.name, test.make(), test.input)
    }

    @Test func onlyThePixelsOfTheImageCount() throws {
        let x = RuleFill.tensor("x", [2, 3, 8, 7], in: -2..<2)
        try Expected("pooling", "Pooling").check("average 3, stride 2, padding 1, not counted", x) {
            averagePool2d($0, kernel: (3, 3), stride: (2, 2), padding: (1, 1), countIncludesPadding: false)
        }
    }

    @Test func binsNeedNotBeSquare() throws {
        let expected = try Expected("pooling", "Pooling")
        let x = RuleFill.tensor("x", [1, 17, 7, 5], in: -2..<2)
        try expected.check("adaptive average of 7x5 to 3x4", x) { adaptiveAveragePool2d($0, output: (3, 4)) }
        let same = x.clone()
        try expected.check("adaptive max of 7x5 to 3x4", same) { adaptiveMaxPool2d($0, output: (3, 4)) }
    }

    /// Only whole numbers from −2 to 1: nearly every window holds its maximum several times.
    @Test(arguments: [
        LayerCase("max of ties", [2, 3, 8, 7]) { MaxPool2d(kernel: 3, stride: 2, padding: 1) },
        LayerCase("adaptive max of ties", [2, 3, 7, 7]) { AdaptiveMaxPool2d(3) },
    ])
    func theFirstOfEqualsTakesTheGradient(_ test: LayerCase) throws {
        let x = Tensor(test.input.values.map { $0.rounded(.down) }, shape: test.shape)
        try Expected("pooling", "Pooling").check(test.name, test.make(), x)
    }

    @Test func paddingNeverWins() throws {
        let x = RuleFill.tensor("x", [2, 3, 7, 6], in: -3..<(-1))
        let layer = MaxPool2d(kernel: 3, stride: 2, padding: 1)
        try Expected("pooling", "Pooling").check("max of negative numbers", layer, x)
    }

    @Test func ceilModeTakesAnImageSmallerThanTheWindow() {
        let y = MaxPool2d(kernel: 3, stride: 2, ceilMode: true)(Tensor([1, 4, 3, 2], shape: [1, 1, 2, 2]))
        #expect(y.shape == [1, 1, 1, 1] && y.values == [4])
    }
}
