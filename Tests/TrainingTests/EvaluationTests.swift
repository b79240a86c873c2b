import Datasets
import Files
import Foundation
import Images
import Layers
import Tensors
import Testing
import Training

/// Pictures of a single pixel.
private struct Dots: ImageDataset {
    let classes = ["red", "green", "blue"]
    let pixels: [[UInt8]] = [[255, 0, 0], [0, 255, 0], [0, 255, 0], [0, 0, 255], [255, 0, 0]]
    let count = 5
    func label(at index: Int) -> Int { [0, 1, 2, 2, 1][index] }
    func image(at index: Int) -> Image { Image(width: 1, height: 1, pixels: pixels[index]) }
}

/// A model whose logits are twice the colours.
private func twice() -> Sequential {
    let linear = Linear(3, 3, bias: false)
    linear.weight.copy(from: Tensor([2, 0, 0, 0, 2, 0, 0, 0, 2], shape: [3, 3]))
    return Sequential(Flatten(), linear)
}

@Suite("Evaluating")
struct EvaluationTests {
    @Test func everyImageIsAccountedFor() throws {
        let result = try evaluate(twice(), on: DataLoader(Dots(), batchSize: 2))
        #expect(result.labels == [0, 1, 2, 2, 1])
        #expect(result.predictions == [0, 1, 1, 2, 0])
        #expect(result.indices == [0, 1, 2, 3, 4])
        #expect(result.accuracy == 0.6)
        // The softmax of [2, 0, 0].
        let sure = Float(exp(2.0) / (exp(2.0) + 2))
        #expect(result.confidences.count == 5 && result.confidences.allSatisfy { abs($0 - sure) < 1e-6 })
    }

    @Test func theLossIsTheMeanOverImagesNotOverBatches() throws {
        // Right answers cost −log(e² / (e² + 2)), wrong ones 2 more. The last batch is a single, wrong one.
        let right = log(exp(2.0) + 2) - 2
        let expected = right + 2 * 2.0 / 5
        for batchSize in [1, 2, 3, 5] {
            var sizes: [Int] = []
            let loader = DataLoader(Dots(), batchSize: batchSize)
            let result = try evaluate(twice(), on: loader) { sizes.append($0) }
            #expect(abs(result.loss - expected) < 1e-6, "batches of \(sizes)")
            #expect(sizes.reduce(0, +) == 5 && sizes.count == loader.batchCount)
        }
    }

    @Test func itHappensInEvaluationModeWhateverTheModelsOwn() throws {
        let loader = DataLoader(Squares(count: 5), batchSize: 2)
        let model = smallNetwork().eval()
        let expected = try evaluate(model, on: loader)
        model.train()[0].eval()
        let (state, modes) = (model.state, model.modes)
        #expect(try evaluate(model, on: loader) == expected)
        #expect(model.state == state, "the batch-norm statistics must stay")
        #expect(model.modes == modes)
        #expect(model.parameters.allSatisfy { $0.grad == nil })
    }

    @Test func theModesComeBackAlsoWhenAnImageCannotBeRead() throws {
        let folder = TemporaryFolder()
        try folder.writeImagesAndABrokenOne()
        let model = smallNetwork()
        model[1].eval()
        let modes = model.modes
        var seen = 0
        let loader = DataLoader(try ImageFolder(folder.path), batchSize: 2)
        let error = #expect(throws: FileError.self) { try evaluate(model, on: loader) { seen += $0 } }
        #expect(error?.file == "\(folder.path)/b/2.png")
        #expect(seen == 2, "the first batch is whole")
        #expect(model.modes == modes)
        #expect(model(.ones([1, 3, 6, 6])).requiresGrad, "recording must resume after an error")
    }

    @Test func anEmptyDatasetHasNeitherLossNorAccuracy() throws {
        let result = try evaluate(twice(), on: DataLoader(Subset(Dots(), indices: []), batchSize: 2))
        #expect(result.labels.isEmpty && result.predictions.isEmpty && result.accuracy == 0 && result.loss == 0)
    }
}
