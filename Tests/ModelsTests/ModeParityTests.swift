import Layers
import Models
import Parity
import Tensors
import Testing
import Weights

/// `three_modes` in `Tests/Fixtures/make_zoo.py`.
@Suite("One model of each family, learning, evaluating and half frozen")
struct ModeParityTests {
    @Test(arguments: frozenHalves.keys.sorted(), Mode.allCases)
    func logitsGradientsAndStatistics(_ name: String, _ mode: Mode) throws {
        for arithmetic in Arithmetic.allCases { try compare(name, mode, arithmetic) }
    }

    private func compare(_ name: String, _ mode: Mode, _ arithmetic: Arithmetic) throws {
        let expected = try fixture("\(name)-\(mode).safetensors")
        let images = try images(expected["images"])
        let model = try network(name)
        try mode.apply(to: model, name)
        let logits = arithmetic { model(images) }
        crossEntropy(logits, Array(1...images.shape[0])).backward()

        let subject = "\(name), \(mode.name), \(arithmetic)"
        let logitRow = ParityRow("Models", subject, "logits", limit: arithmetic.limit)
        #expect(logitRow.error(logits.values, try #require(expected["logits"]).floats) < logitRow.limit)
        try expectGradients(of: model, expected, subject, limit: arithmetic.limit)
        let statisticsRow = ParityRow("Models", subject, "running statistics", limit: arithmetic.limit)
        for (key, buffer) in model.namedBuffers {
            guard let wanted = expected["buffer.\(key)"]?.floats else { continue }
            #expect(
                statisticsRow.error(Array(buffer.value.values.prefix(4)), wanted) < statisticsRow.limit, "\(key)")
        }
    }

    private func expectGradients(of model: Module, _ expected: StateDictionary, _ subject: String, limit: Float) throws
    {
        let row = ParityRow("Models", subject, "gradients", limit: limit)
        let wanted = Dictionary(
            uniqueKeysWithValues: expected.names.filter { $0.hasPrefix("grad.") }.map {
                (String($0.dropFirst("grad.".count)), expected[$0]?.floats ?? [])
            })
        #expect(Set(wanted.keys) == Set(model.namedParameters.filter { $0.element.grad != nil }.map(\.name)))
        let largest = wanted.values.map { $0[0] }.max() ?? 0
        for (key, parameter) in model.namedParameters {
            guard let gradient = parameter.grad?.values, let wanted = wanted[key] else { continue }
            // What a batch norm subtracts again has no gradient but rounding: it counts by the others' size.
            let scale = wanted[0] > 1e-9 * largest ? wanted[0] : largest
            #expect(row.error([norm(gradient)] + gradient.prefix(8), wanted, scale: scale) < row.limit, "\(key)")
        }
    }
}
