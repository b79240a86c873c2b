import Layers
import Optimizers
import Parity
import Tensors
import Testing
import Weights

/// `trajectories` in `Tests/Fixtures/make_zoo.py`.
@Suite("Twenty steps of fine-tuning as in PyTorch")
struct TrajectoryParityTests {
    @Test(arguments: frozenHalves.keys.sorted(), Arithmetic.allCases)
    func lossesAndWeights(_ name: String, _ arithmetic: Arithmetic) throws {
        let expected = try fixture("trajectories.safetensors")
        let model = try network(name)
        try Mode.frozen.apply(to: model, name)
        let optimizer = SGD(model.trainableParameters, learningRate: 0.002, momentum: 0.9, weightDecay: 1e-4)
        let images = try images(expected["\(name).images"])
        var losses: [Float] = []
        for _ in 0..<20 {
            optimizer.zeroGrad()
            let loss = arithmetic { crossEntropy(model(images), Array(1...images.shape[0])) }
            loss.backward()
            optimizer.step()
            losses.append(loss.item)
        }
        let subject = "\(name), 20 steps, half frozen, \(arithmetic)"
        let lossRow = ParityRow("Models", subject, "losses", limit: arithmetic.trajectoryLimit)
        #expect(lossRow.error(losses, try #require(expected["\(name).losses"]).floats) < lossRow.limit)
        let weightRow = ParityRow("Models", subject, "norms of the weights", limit: arithmetic.trajectoryLimit)
        let norms = model.namedParameters.sorted { $0.name < $1.name }.map { norm($0.element.values) }
        #expect(weightRow.error(norms, try #require(expected["\(name).norms"]).floats) < weightRow.limit)
    }
}
