import Layers
import RandomNumbers
import Tensors
import Testing
import Weights

@Suite("Batch norm")
struct BatchNormTests {
    private struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let shape: [Int]
        /// How many training steps there are before the one in evaluation.
        var steps = 1
        var isFrozen = false
        var limit: Float = 1e-5
        /// What becomes of the rule's numbers before they go in.
        var change: @Sendable (Float, _ channel: Int) -> Float = { x, _ in x }
        let make: @Sendable () -> BatchNorm

        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "images", shape: [3, 5, 4, 3], steps: 3) { BatchNorm2d(5) },
        Case(name: "momentum 0.01, epsilon 1e-3", shape: [3, 4, 5, 5], steps: 3) {
            BatchNorm2d(4, epsilon: 1e-3, momentum: 0.01)
        },
        Case(name: "features", shape: [6, 17], steps: 2) { BatchNorm1d(17) },
        // Two rows are always as far from their mean: what is left of the gradient after that are small differences,
        // of which PyTorch's own single precision loses 1e-5.
        Case(name: "two rows of features", shape: [2, 3], limit: 1e-4) { BatchNorm1d(3) },
        Case(name: "one image", shape: [1, 4, 3, 3]) { BatchNorm2d(4) },
        Case(name: "frozen scale and shift", shape: [3, 4, 3, 3], steps: 2, isFrozen: true) { BatchNorm2d(4) },
        Case(name: "a constant channel", shape: [2, 3, 3, 3], change: { $1 == 1 ? 0.75 : $0 }) { BatchNorm2d(3) },
        Case(name: "numbers around 100", shape: [2, 3, 4, 4], limit: 1e-4, change: { x, _ in x + 100 }) {
            BatchNorm2d(3)
        },
    ])
    private func learningAndEvaluatingArePyTorchs(_ test: Case) throws {
        let expected = try Expected("batch-norm", "Batch norm")
        let layer = test.make()
        layer.fillByRule()
        if test.isFrozen { layer.freeze(statistics: .follow) }

        func step(_ number: Int) -> (x: Tensor, y: Tensor) {
            let x = RuleFill.tensor("x\(number)", test.shape, in: -2..<3)
            let plane = test.shape[2...].reduce(1, *)
            x.withMutableValues { x in
                for i in x.indices { x[i] = test.change(x[i], i / plane % test.shape[1]) }
            }
            x.requiresGrad = true
            let y = layer(x)
            y.backward(RuleFill.tensor("projection", y.shape))
            return (x, y)
        }
        func check(_ mode: String, _ x: Tensor, _ y: Tensor) throws {
            let words = mode == "train" ? "in training" : "in evaluation"
            try expected.check(y, "\(mode).y", of: test.name, as: "output \(words)", limit: test.limit)
            try expected.check(x.grad, "\(mode).dx", of: test.name, as: "gradients \(words)", limit: test.limit)
            for (key, parameter) in layer.namedParameters where !test.isFrozen {
                try expected.check(
                    parameter.grad, "\(mode).d\(key)", of: test.name, as: "gradients \(words)", limit: test.limit)
            }
        }

        for number in 0..<test.steps - 1 { _ = step(number) }
        let (x, y) = step(test.steps - 1)
        try check("train", x, y)
        for (key, buffer) in layer.namedBuffers {
            try expected.check(buffer.value, key, of: test.name, as: "statistics", limit: 1e-6)
        }
        #expect(layer.parameters.allSatisfy { ($0.grad == nil) == test.isFrozen })

        layer.zeroGrad()
        layer.eval()
        let before = layer.bufferValues
        let (evaluated, output) = step(0)
        try check("eval", evaluated, output)
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
        let image = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm2d(2)(.ones([1, 2, 1, 1]))
        }
        #expect(errorText(image).contains("shape [1, 2, 1, 1] has one"))
        #expect(BatchNorm1d(2).eval()(.ones([1, 2])).values.allSatisfy { abs($0 - 1) < 1e-4 })
    }

    @Test func imagesAndFeaturesAreNotMistakenForEachOther() async {
        let features = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm2d(2)(.ones([3, 2]))
        }
        #expect(errorText(features).contains("BatchNorm2d: needs [batch, channels, height, width], not [3, 2]"))
        let images = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm1d(2)(.ones([3, 2, 4, 4]))
        }
        #expect(errorText(images).contains("BatchNorm1d: needs [batch, channels], not [3, 2, 4, 4]"))
    }

    /// With a momentum of 1 the running statistics are those of the last batch.
    @Test func momentumMayBeChangedLater() {
        let norm = BatchNorm1d(1)
        norm.momentum = 1
        _ = norm.train()(Tensor([1, 5], shape: [2, 1]))
        #expect(norm.runningMean.value.values == [3])
        #expect(norm.runningVar.value.values == [8])
    }
}
