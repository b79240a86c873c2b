import Layers
import Tensors
import Testing
import Weights

@Suite("Cross-entropy")
struct CrossEntropyTests {
    private static let weights: [Float] = [0.5, 2, 1, 0, 3]

    /// The options of one of PyTorch's runs.
    struct Case: Sendable {
        var name: String
        var weights: [Float]?
        var smoothing: Float = 0
        var ignored = -100
    }

    @Test(arguments: [
        Case(name: "plain"),
        Case(name: "smoothed", smoothing: 0.1),
        Case(name: "weighted", weights: weights),
        Case(name: "weighted_smoothed", weights: weights, smoothing: 0.2),
        Case(name: "ignoring", ignored: 2),
    ])
    func valueAndGradientArePyTorchs(_ options: Case) throws {
        let expected = try fixture("cross-entropy.safetensors")
        let logits = Parameter(RuleFill.tensor("logits", [6, 5], in: -3..<3))
        let loss = crossEntropy(
            logits, [0, 1, 2, 4, 2, 3], classWeights: options.weights, labelSmoothing: options.smoothing,
            ignoreIndex: options.ignored)
        loss.backward()
        #expect(isClose([loss.item], try #require(expected["\(options.name).loss"]).floats, within: 1e-6))
        let gradient = try #require(logits.grad).values
        #expect(isClose(gradient, try #require(expected["\(options.name).grad"]).floats, within: 1e-6))
    }

    @Test func aSureAndRightAnswerCostsNothingAndAWrongOneItsMargin() {
        let logits = Tensor([1000, 0, 0, 1000], shape: [2, 2])
        #expect(crossEntropy(logits, [0, 1]).item == 0)
        #expect(crossEntropy(logits, [1, 0]).item == 1000)
    }

    @Test func nothingButIgnoredRowsHaveNoMean() {
        #expect(crossEntropy(Tensor([1, 2], shape: [1, 2]), [-100]).item.isNaN)
    }

    @Test func aLabelThatIsNoClassStopsWithItsRow() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(.zeros([2, 3]), [2, 3])
        }
        #expect(errorText(result).contains("label 3 in row 1 is not one of 3 classes"))
    }

    @Test func logitsThatDoNotFitTheLabelsStopWithTheirShape() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(.zeros([2, 3]), [0])
        }
        #expect(errorText(result).contains("1 labels need logits of shape [1, classes], not [2, 3]"))
    }
}
