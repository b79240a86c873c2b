import Layers
import Optimizers
import Tensors
import Testing
import Weights

/// One of PyTorch's runs of sixty steps, and the optimizer that should repeat it.
struct Run: Sendable, CustomTestStringConvertible {
    /// What the fixtures call it.
    var name: String
    /// What the table of parity calls it.
    var subject: String
    var make: @Sendable ([Parameter]) -> Optimizer

    var testDescription: String { name }

    static let steps = 60
    /// The step before which PyTorch's state was saved.
    static let saved = 30

    static let all = [
        Run(name: "sgd", subject: "SGD") { SGD($0, learningRate: 0.1) },
        Run(name: "sgd_decay", subject: "SGD, weight decay") { SGD($0, learningRate: 0.1, weightDecay: 0.05) },
        Run(name: "sgd_momentum", subject: "SGD, momentum and dampening") {
            SGD($0, learningRate: 0.05, momentum: 0.9, dampening: 0.2, weightDecay: 0.01)
        },
        Run(name: "sgd_nesterov", subject: "SGD, Nesterov") {
            SGD($0, learningRate: 0.05, momentum: 0.9, weightDecay: 0.01, nesterov: true)
        },
        Run(name: "adam", subject: "Adam") { Adam($0) },
        Run(name: "adam_l2", subject: "Adam, weight decay") {
            Adam($0, learningRate: 0.02, betas: (0.8, 0.99), epsilon: 1e-6, weightDecay: 0.1)
        },
        Run(name: "adamw", subject: "AdamW") { AdamW($0) },
        Run(name: "adamw_strong", subject: "AdamW, strong decay") {
            AdamW($0, learningRate: 0.02, betas: (0.8, 0.99), epsilon: 1e-6, weightDecay: 0.3)
        },
        Run(name: "rmsprop", subject: "RMSprop") { RMSprop($0) },
        Run(name: "rmsprop_decay", subject: "RMSprop, weight decay") {
            RMSprop($0, learningRate: 0.005, alpha: 0.9, epsilon: 1e-4, weightDecay: 0.1)
        },
        Run(name: "rmsprop_momentum", subject: "RMSprop, momentum") {
            RMSprop($0, learningRate: 0.002, alpha: 0.95, momentum: 0.9)
        },
        Run(name: "rmsprop_centered", subject: "RMSprop, centered") {
            RMSprop($0, learningRate: 0.005, epsilon: 1e-3, centered: true)
        },
        Run(name: "rmsprop_all", subject: "RMSprop, centered, momentum and weight decay") {
            RMSprop(
                $0, learningRate: 0.002, alpha: 0.9, epsilon: 1e-3, weightDecay: 0.1, momentum: 0.8, centered: true)
        },
    ]

    /// Those whose optimizer remembers something.
    static let remembering = all.filter { !["sgd", "sgd_decay"].contains($0.name) }

    /// The numbers of both parameters after each step.
    func trajectory() throws -> [[Float]] {
        let expected = try #require(try fixture("optimizers.safetensors")[name])
        try #require(expected.shape == [Run.steps, 10])
        return (0..<Run.steps).map { Array(expected.floats[$0 * 10..<($0 + 1) * 10]) }
    }

    /// What PyTorch's optimizer remembered half way: `a.exp_avg` and so on.
    func savedState() throws -> StateDictionary {
        let all = try fixture("optimizer-states.safetensors")
        var state = StateDictionary()
        for key in all.names where key.hasPrefix("\(name)/") { state[String(key.dropFirst(name.count + 1))] = all[key] }
        try #require(state.count > 0)
        return state
    }
}

/// The two parameters of the runs, as a model.
final class TwoParameters: Module {
    let a = Parameter(RuleFill.tensor("a", [2, 3]))
    let b = Parameter(RuleFill.tensor("b", [4]))

    override func forward(_ x: Tensor) -> Tensor { x }

    /// All ten numbers.
    var values: [Float] {
        get { a.values + b.values }
        set {
            a.copy(from: Tensor(Array(newValue[..<6]), shape: a.shape))
            b.copy(from: Tensor(Array(newValue[6...]), shape: b.shape))
        }
    }

    /// Made-up gradients. `b` has none at every third step, and one of zeros at every fourth.
    func receiveGradients(of step: Int) {
        a.grad = RuleFill.tensor("a\(step)", a.shape)
        b.grad = RuleFill.tensor("b\(step)", b.shape)
        if step % 4 == 3 { b.grad = .zeros(b.shape) }
        if step % 3 == 2 { b.grad = nil }
    }
}
