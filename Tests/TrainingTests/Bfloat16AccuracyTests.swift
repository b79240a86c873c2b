import Datasets
import Layers
import Models
import Tensors
import Testing
import Training

@Suite("What bfloat16 costs")
struct Bfloat16AccuracyTests {
    /// The shipped weights on the shipped test images: rounding changes next to none of the predictions.
    @Test func predictionsHardlyChange() throws {
        let loader = DataLoader(
            try FashionMNIST.folder(.test), transforms: Preset.fashionMNIST.evaluationTransforms(), batchSize: 50)
        let model = try ResNet.fashionMNIST()
        let exact = try evaluate(model, on: loader)
        let rounded = try withBfloat16 { try evaluate(model, on: loader) }
        let same = zip(exact.predictions, rounded.predictions).filter { $0 == $1 }.count
        #expect(same >= 396, "of 400 predictions \(same) stayed")
        #expect(abs(exact.accuracy - rounded.accuracy) <= 0.005)
        #expect((exact.confidences != rounded.confidences) == bfloat16IsAvailable)
    }
}
