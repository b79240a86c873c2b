import Datasets
import Images
import Models
import Parity
import RandomNumbers
import Tensors
import Testing
import Training

@Suite("The shipped weights on photographs, as in PyTorch")
struct PhotographTests {
    @Test(arguments: [(224, "logits"), (96, "logits96")])
    func efficientNetOnFourPhotographs(_ size: Int, _ name: String) throws {
        let expected = try fixture("efficientnet-lite0.safetensors")
        let folder = try FashionMNIST.folder(.test)
        let transform = Preset.efficientNetLite0.evaluationTransforms(size: size)
        var generator = SeededGenerator(seed: 0)
        let pictures = try ["ankle-boot", "bag", "dress", "trouser"].map { name in
            let label = try #require(folder.classes.firstIndex(of: name))
            let index = try #require((0..<folder.count).first { folder.label(at: $0) == label })
            return transform(try folder.image(at: index), using: &generator).values
        }
        let model = try EfficientNetLite.imageNet()
        let logits = withoutGradient { model(Tensor(pictures.flatMap { $0 }, shape: [4, 3, size, size])) }
        let row = ParityRow("Models", "efficientnet_lite0, shipped weights, \(size) px", "logits", limit: 1e-4)
        #expect(row.error(logits.values, try #require(expected["shipped.\(name)"]).floats) < row.limit)
        // Storing the weights in half precision costs up to one per cent against those that were published.
        let original = try #require(expected["original.\(name)"]).floats
        let half = ParityRow("Models", "efficientnet_lite0, published weights, \(size) px", "logits", limit: 1e-2)
        #expect(half.error(logits.values, original) < half.limit)
        #expect(logits.argmaxOfRows() == Tensor(original, shape: logits.shape).argmaxOfRows())
    }
}
