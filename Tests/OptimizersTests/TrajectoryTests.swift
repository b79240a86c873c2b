import Optimizers
import Tensors
import Testing
import Weights

@Suite("Sixty steps as in PyTorch")
struct TrajectoryTests {
    /// One of PyTorch's runs, and the optimizer that should repeat it.
    struct Run: Sendable, CustomTestStringConvertible {
        var name: String
        var make: @Sendable ([Parameter]) -> Optimizer
        var testDescription: String { name }
    }

    /// Parameter `b` has no gradient at every third step, and one of zeros at every fourth.
    @Test(arguments: [
        Run(name: "sgd") { SGD($0, learningRate: 0.1) },
        Run(name: "sgd_decay") { SGD($0, learningRate: 0.1, weightDecay: 0.05) },
        Run(name: "sgd_momentum") {
            SGD($0, learningRate: 0.05, momentum: 0.9, dampening: 0.2, weightDecay: 0.01)
        },
        Run(name: "sgd_nesterov") {
            SGD($0, learningRate: 0.05, momentum: 0.9, weightDecay: 0.01, nesterov: true)
        },
        Run(name: "adam") { Adam($0) },
        Run(name: "adam_l2") {
            Adam($0, learningRate: 0.02, betas: (0.8, 0.99), epsilon: 1e-6, weightDecay: 0.1)
        },
        Run(name: "adamw") { AdamW($0) },
        Run(name: "adamw_strong") {
            AdamW($0, learningRate: 0.02, betas: (0.8, 0.99), epsilon: 1e-6, weightDecay: 0.3)
        },
    ])
    func everyStepIsPyTorchs(_ run: Run) throws {
        let expected = try #require(try fixture("optimizers.safetensors")[run.name])
        #expect(expected.shape == [60, 10])
        let a = Parameter(RuleFill.tensor("a", [2, 3]))
        let b = Parameter(RuleFill.tensor("b", [4]))
        let optimizer = run.make([a, b])
        for step in 0..<60 {
            a.grad = RuleFill.tensor("a\(step)", [2, 3])
            b.grad = RuleFill.tensor("b\(step)", [4])
            if step % 4 == 3 { b.grad = .zeros([4]) }
            if step % 3 == 2 { b.grad = nil }
            optimizer.step()
            let row = Array(expected.floats[step * 10..<(step + 1) * 10])
            // A number near 0 is the difference of larger ones and cannot be as exact as they.
            try #require(isClose(a.values + b.values, row, within: 1e-5, scale: 0.1), "step \(step)")
        }
    }
}
