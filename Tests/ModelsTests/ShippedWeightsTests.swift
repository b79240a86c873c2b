import Datasets
import Layers
import Testing
import Training

@testable import Models

@Suite("Shipped weights")
struct ShippedWeightsTests {
    @Test func theSmallNetworkKnowsFashionMNIST() throws {
        let model = try ResNet.fashionMNIST()
        #expect(ParameterCount(model).total == 703_386)
        #expect(!model.isTraining)
        let test = try FashionMNIST.folder(.test)
        let loader = DataLoader(test, transforms: Preset.fashionMNIST.evaluationTransforms(), batchSize: 100)
        let accuracy = try evaluate(model, on: loader).accuracy
        #expect(accuracy > 0.87, "on all 10,000 test images it is above 0.90")
    }
}
