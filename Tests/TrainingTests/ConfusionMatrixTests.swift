import Testing
import Training

@Suite("The confusion matrix")
struct ConfusionMatrixTests {
    @Test func rowsAreTrueClassesAndColumnsPredictions() {
        let matrix = ConfusionMatrix(labels: [0, 0, 0, 1, 2, 2], predictions: [0, 1, 1, 1, 0, 2], classes: 4)
        #expect(matrix.counts == [[1, 2, 0, 0], [0, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]])
        #expect(matrix.accuracy == 0.5)
    }

    @Test func nothingIsNeverRight() {
        let matrix = ConfusionMatrix(labels: [], predictions: [], classes: 2)
        #expect(matrix.counts == [[0, 0], [0, 0]] && matrix.accuracy == 0)
    }

    @Test func labelsAndPredictionsMustPairUp() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ConfusionMatrix(labels: [0, 1], predictions: [0], classes: 2)
        }
        #expect(errorText(result).contains("2 labels do not pair up with 1 predictions"))
    }

    @Test func onlyKnownClassesCanBeCounted() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ConfusionMatrix(labels: [0, 1], predictions: [0, 2], classes: 2)
        }
        #expect(errorText(result).contains("label 1 or prediction 2 is not one of 2 classes"))
    }
}
