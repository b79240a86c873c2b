import Layers
import Tensors
import Testing
import Weights

@Suite("Activations compute what PyTorch's do")
struct ActivationTests {
    /// From −1000 to 1000, at the kinks and next to them.
    @Test(arguments: [
        LayerCase("relu", []) { ReLU() }, LayerCase("relu6", []) { ReLU6() }, LayerCase("silu", []) { SiLU() },
        LayerCase("sigmoid", []) { Sigmoid() },
    ])
    func valuesAndSlopes(_ test: LayerCase) throws {
        let points = try #require(try fixture("activations.safetensors")["x"])
        let x = Tensor(points.floats, shape: points.shape)
        x.requiresGrad = true
        let y = test.make()(x)
        y.backward(.ones(y.shape))
        let expected = try Expected("activations", "Activations")
        try expected.check(y, "y", of: test.name, as: "output", limit: 1e-6)
        try expected.check(x.grad, "dx", of: test.name, as: "gradients", limit: 1e-6)
    }

    @Test func softmaxOfRowsAndOfChannels() throws {
        let shapes = ["rows": [4, 5], "channels": [2, 5, 3, 2]]
        for (name, shape) in shapes {
            try checkSoftmax(of: name) { RuleFill.tensor("x", shape, in: -3..<3) }
        }
    }

    @Test func softmaxOfLogitsUpToThreeThousand() throws {
        try checkSoftmax(of: "large") {
            Tensor(RuleFill.values("x", count: 20, in: -3..<3).map { $0.rounded() * 1000 }, shape: [4, 5])
        }
    }

    @Test func softmaxOfImpossibleClasses() throws {
        let no = -Float.infinity
        try checkSoftmax(of: "masked") { Tensor([1, no, 2, no, no, 5], shape: [2, 3]) }
    }

    private func checkSoftmax(of name: String, _ x: () -> Tensor) throws {
        let expected = try Expected("softmax", "Activations")
        try expected.check("softmax of \(name)", x()) { softmax($0, axis: 1) }
        try expected.check("log softmax of \(name)", x()) { logSoftmax($0, axis: 1) }
    }

    @Test func aNumberThatIsNoneStaysNone() {
        let x = Tensor([.nan, 1, 2, 3], shape: [1, 1, 2, 2])
        for layer in [SiLU(), Sigmoid(), AvgPool2d(kernel: 2), AdaptiveAvgPool2d(), BatchNorm2d(1)] {
            #expect(layer(x).values[0].isNaN, "\(type(of: layer))")
        }
    }
}
