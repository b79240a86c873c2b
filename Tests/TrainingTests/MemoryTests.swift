import Datasets
import Layers
import Optimizers
import Tensors
import Testing
import Training

@Suite("Memory of a training run")
struct MemoryTests {
    /// In a process of its own, where no other test makes tensors.
    @Test func everyStepFreesWhatItTook() async {
        await #expect(processExitsWith: .success) {
            let model = smallNetwork()
            let loader = DataLoader(Squares(count: 80), batchSize: 4)
            let optimizer = SGD(model.parameters, learningRate: 0.01, momentum: 0.9)
            var live: [Int] = []
            try fit(
                model, training: loader, validation: loader, optimizer: optimizer, epochs: 2, maxGradNorm: 1,
                onProgress: { _ in live.append(liveTensorBytes) })
            #expect(live.count == 40)
            #expect(Set(live).count == 1, "the bytes that tensors hold after each step")
        }
    }
}
