import Layers
import Models
import Parity
import Tensors
import Testing
import Weights

/// `whole_zoo` in `Tests/Fixtures/make_zoo.py`. One model after the other: the largest needs half a gigabyte.
@Suite("Every model evaluates as in torchvision", .serialized)
struct ZooParityTests {
    @Test(arguments: ModelZoo.names, Arithmetic.allCases)
    func logitsAndGradients(_ name: String, _ arithmetic: Arithmetic) throws {
        let expected = try fixture("zoo.safetensors")
        let images = try images(expected["\(name).images"])
        let model = try network(name)
        try Mode.eval.apply(to: model, name)
        let logits = arithmetic { model(images) }
        crossEntropy(logits, [1, 2]).backward()

        let logitRow = ParityRow("Models", "\(name), evaluating, \(arithmetic)", "logits", limit: arithmetic.limit)
        #expect(logitRow.error(logits.values, try #require(expected["\(name).logits"]).floats) < logitRow.limit)
        let wanted = try #require(expected["\(name).gradients"])
        let parameters = model.namedParameters.sorted { $0.name < $1.name }
        try #require(wanted.shape == [parameters.count, 3])
        let gradientRow = ParityRow(
            "Models", "\(name), evaluating, \(arithmetic)", "gradients", limit: arithmetic.limit)
        var errors: [String: Float] = [:]
        for (index, (key, parameter)) in parameters.enumerated() {
            let gradient = try #require(parameter.grad).values
            let wanted = Array(wanted.floats[3 * index..<3 * index + 3])
            let found = [norm(gradient)] + gradient.prefix(2)
            errors[key] = gradientRow.error(found, Array(wanted.prefix(found.count)), scale: wanted[0])
        }
        #expect(errors.filter { $0.value >= gradientRow.limit } == [:])
    }
}
