import RandomNumbers
import Testing

@testable import Tensors

@Suite("Tensors")
struct TensorTests {
    @Test func numbersComeOutAsTheyWentIn() {
        #expect(Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]).values == [1, 2, 3, 4, 5, 6])
        #expect(Tensor(4).shape == [] && Tensor(4).item == 4)
        #expect(Tensor([], shape: [0, 3]).values.isEmpty)
    }

    @Test func blockedLayoutsAreInvisible() {
        let image = Tensor((0..<2 * 3 * 4 * 4).map(Float.init), shape: [2, 3, 4, 4])
        var identity = [Float](repeating: 0, count: 9)
        for channel in 0..<3 { identity[channel * 4] = 1 }
        let same = conv2d(image, Tensor(identity, shape: [3, 3, 1, 1]))
        #expect(same.values == image.values)
        #expect(same.flattened().values == image.values)
        #expect(same.rows(1..<2).values == Array(image.values[48...]))
    }

    @Test func maximaOfRowsTakeTheFirstOfEquals() {
        #expect(Tensor([1, 5, 5, 9, 0, 9], shape: [2, 3]).argmaxOfRows() == [1, 0])
    }

    @Test func probabilitiesOfLargeLogitsStayFinite() {
        #expect(softmax(Tensor([1000, 1000], shape: [1, 2])).values == [0.5, 0.5])
        let logarithms = logSoftmax(Tensor([0, 1000], shape: [1, 2])).values
        #expect(logarithms == [-1000, 0])
    }

    @Test func adaptiveBinsOverlapAsInPyTorch() {
        // torch.nn.functional.adaptive_avg_pool2d(torch.arange(7.).view(1, 1, 1, 7), (1, 3)): bins 0–2, 2–4, 4–6.
        let x = Tensor([0, 1, 2, 3, 4, 5, 6], shape: [1, 1, 1, 7])
        #expect(adaptiveAveragePool2d(x, output: (1, 3)).values == [1, 3, 5])
        #expect(adaptiveMaxPool2d(x, output: (1, 3)).values == [2, 4, 6])
    }

    @Test func dropoutKeepsTheExpectedValue() {
        var generator = SeededGenerator(seed: 3)
        let y = dropout(.ones([100, 100]), probability: 0.25, using: &generator).values
        #expect(Set(y) == [0, 1 / 0.75])
        let share = Double(y.filter { $0 == 0 }.count) / 10_000
        #expect(abs(share - 0.25) < 0.02)
    }

    /// In a process of its own, where no other test makes tensors.
    @Test func freedTensorsGiveTheirMemoryBack() async {
        await #expect(processExitsWith: .success) {
            let before = liveTensorBytes
            for _ in 0..<50 {
                let x = Tensor.ones([64, 1024])
                x.requiresGrad = true
                sum(relu(x) * x).backward()
            }
            #expect(liveTensorBytes == before, "each pass must free what it took")
        }
    }

    @Test func anAxisNamedTwiceStopsWithAWord() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = mean(.ones([2, 3]), axes: [1, -1])
        }
        #expect(errorText(result).contains("mean: an axis is named twice in [1, 1]"))
        let missing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = mean(.ones([2, 3]), axes: [5])
        }
        #expect(errorText(missing).contains("mean: shape [2, 3] has no axes [5]"))
    }

    @Test func moreAxesThanThereAreStopWithAWord() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([Int](repeating: 1, count: 13))
        }
        #expect(errorText(result).contains("a tensor has at most 12 axes, not 13"))
    }

    @Test func statisticsOfOtherChannelsStopWithAWord() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let (ones, one) = (Tensor.ones([4]), Tensor.ones([1]))
            _ = batchNorm(.ones([2, 4, 3, 3]), weight: ones, bias: ones, mean: one, variance: one, epsilon: 1e-5)
        }
        #expect(errorText(result).contains("mean [1] and variance [1] do not fit an input of shape [2, 4, 3, 3]"))
    }

    private func errorText(_ result: ExitTest.Result?) -> String {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
}
