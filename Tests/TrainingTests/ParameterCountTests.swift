import Layers
import Testing
import Training

@Suite("Counting parameters")
struct ParameterCountTests {
    @Test func elementsCountAndBuffersDoNot() throws {
        // 4 · 3 · 9 + 4 for the convolution, 2 · 4 for the batch norm, 2 · 4 + 2 for the head.
        let model = smallNetwork()
        #expect(ParameterCount(model).total == 130 && ParameterCount(model).trainable == 130)
        try model.freeze(except: ["5"])
        #expect(ParameterCount(model).total == 130 && ParameterCount(model).trainable == 10)
        model.freeze()
        #expect(ParameterCount(model).trainable == 0)
    }

    @Test func aSharedParameterCountsOnce() {
        let layer = Linear(3, 3)
        #expect(ParameterCount(Sequential(layer, ReLU(), layer)).total == 12)
    }
}
