import Layers
import RandomNumbers
import Tensors
import Testing
import Weights

@Suite("Batch norm")
struct BatchNormTests {
    @Test(arguments: [("default", Float(1e-5), Float(0.1)), ("tensorflow", 1e-3, 0.01)])
    func learningAndEvaluatingArePyTorchs(_ name: String, _ epsilon: Float, _ momentum: Float) throws {
        let expected = try fixture("batch-norm.safetensors")
        func check(_ found: Tensor?, _ key: String, within tolerance: Float = 1e-5) throws {
            let wanted = try #require(expected["\(name).\(key)"]).floats
            #expect(isClose(try #require(found).values, wanted, within: tolerance), "\(key)")
        }
        let layer = BatchNorm2d(4, epsilon: epsilon, momentum: momentum)
        layer.fillByRule()
        var (x, y) = (Tensor(0), Tensor(0))
        for step in 0..<3 {
            x = RuleFill.tensor("x\(step)", [3, 4, 5, 5], in: -2..<3)
            x.requiresGrad = true
            y = layer(x)
            sum(y * RuleFill.tensor("projection", y.shape)).backward()
        }
        try check(y, "y")
        try check(x.grad, "dx")
        // The three steps' gradients have added up to numbers around 10.
        try check(layer.weight.grad, "dweight", within: 5e-5)
        try check(layer.bias.grad, "dbias", within: 5e-5)
        try check(layer.runningMean.value, "running_mean", within: 1e-6)
        try check(layer.runningVar.value, "running_var", within: 1e-6)
        try check(layer.numBatchesTracked.value, "batches", within: 0)

        layer.eval()
        let before = layer.bufferValues
        try check(layer(x), "eval")
        #expect(layer.bufferValues == before, "evaluating must not move the statistics")
    }

    /// Two linear layers and a batch norm with statistics of its own between them.
    private func network() -> (Sequential, norm: BatchNorm1d) {
        let norm = BatchNorm1d(4)
        let model = Sequential(Linear(3, 4), norm, Linear(4, 2))
        model.fillByRule()
        return (model, norm)
    }

    @Test func frozenInsideATrainingModelItActsAsInEvaluation() throws {
        let x = RuleFill.tensor("x", [5, 3])
        let (evaluated, _) = network()
        evaluated.eval()
        let expected = evaluated(x)
        sum(expected * expected).backward()

        let (model, norm) = network()
        norm.freeze()
        model.train()
        let before = model.bufferValues
        let y = model(x)
        sum(y * y).backward()
        #expect(y.values == expected.values)
        #expect(model.bufferValues == before, "frozen statistics must stay")
        #expect(norm.weight.grad == nil && norm.bias.grad == nil)
        let first = try #require(model.parameters[0].grad).values
        #expect(first == evaluated.parameters[0].grad?.values, "the gradient must flow through as in evaluation")
        #expect(first.contains { $0 != 0 })
    }

    @Test func learningItNormalisesByTheBatch() throws {
        let (model, norm) = network()
        let before = model.bufferValues
        let training = model(RuleFill.tensor("x", [5, 3]))
        #expect(model.bufferValues != before)
        #expect(norm.numBatchesTracked.value.item == 1)
        model.eval()
        #expect(model(RuleFill.tensor("x", [5, 3])).values != training.values)
        norm.train()
        #expect(model(RuleFill.tensor("x", [5, 3])).values == training.values)
    }

    @Test func aSingleValueHasNoVariance() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm1d(2)(.ones([1, 2]))
        }
        #expect(errorText(result).contains("shape [1, 2] has one"))
        #expect(BatchNorm1d(2).eval()(.ones([1, 2])).values.allSatisfy { abs($0 - 1) < 1e-4 })
    }
}
