import Layers
import Tensors
import Testing

@Suite("Convolution layers")
struct Conv2dTests {
    @Test(arguments: [1, 2, 3], [1, 3, 4, 5])
    func samePaddingKeepsTheSizeUpToTheStride(_ stride: Int, _ kernel: Int) {
        for (height, width) in [(6, 6), (7, 7), (6, 7), (1, 8)] {
            let layer = Conv2d(1, 2, kernel: kernel, stride: stride, padding: .same)
            let expected = [1, 2, (height + stride - 1) / stride, (width + stride - 1) / stride]
            #expect(layer(.ones([1, 1, height, width])).shape == expected, "\(height)×\(width)")
        }
    }

    @Test func samePaddingCountsWithTheDilation() {
        let layer = Conv2d(1, 1, kernel: 3, padding: .same, dilation: 3)
        #expect(layer(.ones([1, 1, 9, 10])).shape == [1, 1, 9, 10])
    }

    @Test func anOddPaddingGoesBelowAndToTheRight() {
        // The window's only weight is at its upper left, so the output shows where windows begin.
        let layer = Conv2d(1, 1, kernel: 3, stride: 2, padding: .same, bias: false)
        layer.weight.copy(from: Tensor([1, 0, 0, 0, 0, 0, 0, 0, 0], shape: [1, 1, 3, 3]))
        let x = Tensor((1...20).map(Float.init), shape: [1, 1, 4, 5])
        // Four rows need one row of padding: windows begin at rows 0 and 2. Five columns need two columns: windows
        // begin at columns −1, 1 and 3.
        #expect(layer(x).values == [0, 2, 4, 0, 12, 14])
    }

    @Test func fixedPaddingStrideDilationAndGroups() {
        #expect(Conv2d(3, 4, kernel: 7, stride: 2, padding: .fixed(3))(.ones([2, 3, 32, 31])).shape == [2, 4, 16, 16])
        #expect(Conv2d(4, 8, kernel: 3, dilation: 2, groups: 4)(.ones([1, 4, 9, 9])).shape == [1, 8, 5, 5])
    }

    @Test func groupsMustDivideTheChannels() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Conv2d(4, 6, kernel: 1, groups: 4)
        }
        #expect(errorText(result).contains("4 groups do not divide 4 and 6 channels"))
    }

    @Test func aWindowThatCannotBeStopsWithItsNumbers() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Conv2d(4, 6, kernel: 3, stride: 0, groups: 2)
        }
        #expect(errorText(result).contains("kernel 3, stride 0, dilation 1 and groups 2 must be positive"))
    }

    @Test func featuresAreNoImage() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Conv2d(4, 6, kernel: 1)(.ones([2, 4]))
        }
        #expect(errorText(result).contains("Conv2d: needs [batch, channels, height, width], not [2, 4]"))
    }

    @Test func theLinesOfASummary() {
        #expect(
            Conv2d(3, 64, kernel: 7, stride: 2, padding: .fixed(3)).detail == "3 → 64, kernel 7×7, stride 2, padding 3")
        #expect(
            Conv2d(8, 8, kernel: 3, padding: .same, dilation: 2, groups: 8).detail
                == "8 → 8, kernel 3×3, padding same, dilation 2, groups 8")
        #expect(Linear(512, 10).detail == "512 → 10")
        #expect(BatchNorm2d(64).detail == "64 channels")
        #expect(Dropout(0.2).detail == "p 0.2" && DropPath(0.1).detail == "p 0.1")
        #expect(MaxPool2d(kernel: 3, stride: 2).detail == "kernel 3×3, stride 2")
        #expect(AdaptiveAvgPool2d(1).detail == "to 1×1" && ReLU().detail == "")
    }
}
