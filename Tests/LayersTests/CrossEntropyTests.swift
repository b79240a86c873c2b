import Layers
import Testing
import Weights

@testable import Tensors

@Suite("Cross-entropy")
struct CrossEntropyTests {
    private static let weights: [Float] = [0.5, 2, 1, 0, 3]

    /// The options of one of PyTorch's runs.
    struct Case: Sendable {
        var name: String
        var weights: [Float]?
        var smoothing: Float = 0
        var ignored = -100
        /// What the logits are multiplied by.
        var scale: Float = 1
    }

    @Test(arguments: [
        Case(name: "plain"),
        Case(name: "smoothed", smoothing: 0.1),
        Case(name: "entirely smoothed", smoothing: 1),
        Case(name: "weighted", weights: weights),
        Case(name: "weighted, smoothed", weights: weights, smoothing: 0.2),
        Case(name: "ignoring", ignored: 2),
        Case(name: "ignoring, smoothed", smoothing: 0.1, ignored: 2),
        Case(name: "ignoring, weighted", weights: weights, ignored: 2),
        Case(name: "ignoring, weighted, smoothed", weights: weights, smoothing: 0.2, ignored: 2),
        Case(name: "large logits", scale: 1000),
        Case(name: "large logits, smoothed", smoothing: 0.1, scale: 1000),
    ])
    func valueAndGradientArePyTorchs(_ options: Case) throws {
        let logits = RuleFill.values("logits", count: 30, in: -3..<3).map { $0 * options.scale }
        try check(options, logits, [0, 1, 2, 4, 2, 3])
    }

    @Test func aClassMayBeMaskedOut() throws {
        let logits = RuleFill.values("logits", count: 30, in: -3..<3).enumerated()
        try check(
            Case(name: "a class masked out"), logits.map { $0 % 5 == 3 ? -.infinity : $1 }, [0, 1, 2, 4, 2, 0])
    }

    @Test func ignoredRowsGiveNoGradient() throws {
        let logits = RuleFill.values("logits", count: 30, in: -3..<3)
        try check(Case(name: "all ignored", ignored: 7), logits, [7, 7, 7, 7, 7, 7])
    }

    private func check(_ options: Case, _ values: [Float], _ labels: [Int]) throws {
        let expected = try Expected("cross-entropy", "Cross-entropy")
        let logits = Parameter(Tensor(values, shape: [6, 5]))
        let loss = crossEntropy(
            logits, labels, classWeights: options.weights, labelSmoothing: options.smoothing,
            ignoreIndex: options.ignored)
        loss.backward()
        try expected.check(loss, "loss", of: options.name, as: "loss", limit: 1e-6)
        try expected.check(logits.grad, "grad", of: options.name, as: "gradient", limit: 1e-6)
    }

    @Test(arguments: [
        Case(name: "probabilities"),
        Case(name: "probabilities, smoothed", smoothing: 0.1),
        Case(name: "probabilities, weighted", weights: weights),
        Case(name: "probabilities, weighted, smoothed", weights: weights, smoothing: 0.2),
        Case(name: "probabilities, large logits", scale: 1000),
    ])
    func targetsMayBeProbabilities(_ options: Case) throws {
        let expected = try Expected("cross-entropy", "Cross-entropy")
        let targets = try #require(try fixture("cross-entropy.safetensors")["probabilities"])
        let values = RuleFill.values("logits", count: 30, in: -3..<3).map { $0 * options.scale }
        let logits = Parameter(Tensor(values, shape: [6, 5]))
        let loss = crossEntropy(
            logits, targets: Tensor(targets.floats, shape: targets.shape), classWeights: options.weights,
            labelSmoothing: options.smoothing)
        loss.backward()
        try expected.check(loss, "loss", of: options.name, as: "loss", limit: 1e-6)
        try expected.check(logits.grad, "grad", of: options.name, as: "gradient", limit: 1e-6)
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

    /// In a process of its own, where no other test asks for kernels.
    @Test func noKernelIsKeptForTheNumbersOfABatch() async {
        await #expect(processExitsWith: .success) {
            func loss(_ labels: [Int]) {
                let logits = Tensor.ones([4, 3])
                logits.requiresGrad = true
                crossEntropy(logits, labels, classWeights: [0.3, 0.5, 0.9]).backward()
            }
            loss([0, 0, 0, 0])
            let before = Primitive.keptCount
            for label in 1...2 { loss([0, 1, 2, label]) }
            #expect(Primitive.keptCount == before)
        }
    }
}
