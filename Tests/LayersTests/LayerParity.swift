import Layers
import Parity
import Tensors
import Testing
import Weights

/// What PyTorch computed, and the rows of the table that say how far from it we are.
struct Expected {
    private let numbers: StateDictionary
    /// What all rows begin with: "Conv2d".
    private let layer: String

    /// The numbers of a file that `Tests/Fixtures/make_layers.py` wrote.
    init(_ file: String, _ layer: String) throws {
        numbers = try fixture("\(file).safetensors")
        self.layer = layer
    }

    /// Compares a tensor with the one that PyTorch computed: shape and numbers.
    ///
    /// - Parameters:
    ///   - key: which of the case's tensors.
    ///   - quantity: under which name its error stands in the table.
    func check(_ found: Tensor?, _ key: String, of name: String, as quantity: String, limit: Float = 1e-5) throws {
        let row = ParityRow("Layers", "\(layer), \(name)", quantity, limit: limit)
        let expected = try #require(numbers["\(name).\(key)"], "no \(key) of \(name)")
        let found = try #require(found, "no \(key) of \(name)")
        #expect(found.shape == expected.shape, "\(key) of \(name)")
        #expect(row.error(found.values, expected.floats) < row.limit, "\(key) of \(name)")
    }

    /// Applies `function` to `x`, goes backward from the rule's projection, and compares the output and the gradients
    /// of `x` and of the `parameters`, whose names are PyTorch's.
    func check(
        _ name: String, _ x: Tensor, _ parameters: [Named<Parameter>] = [], limit: Float = 1e-5,
        _ function: (Tensor) -> Tensor
    ) throws {
        x.requiresGrad = true
        let y = function(x)
        try check(y, "y", of: name, as: "output", limit: limit)
        y.backward(RuleFill.tensor("projection", y.shape))
        try check(x.grad, "dx", of: name, as: "gradients", limit: limit)
        for (key, parameter) in parameters {
            try check(parameter.grad, "d\(key)", of: name, as: "gradients", limit: limit)
        }
    }

    /// The same for a layer, filled by the rule.
    func check(_ name: String, _ layer: Module, _ x: Tensor, limit: Float = 1e-5) throws {
        layer.fillByRule()
        try check(name, x, layer.namedParameters, limit: limit) { layer($0) }
    }
}

/// A layer that is compared with PyTorch's, and what goes in.
struct LayerCase: Sendable, CustomTestStringConvertible {
    /// What the fixture calls it.
    let name: String
    /// The input's shape.
    let shape: [Int]
    /// The layer, as yet with random weights.
    let make: @Sendable () -> Module

    init(_ name: String, _ shape: [Int], _ make: @escaping @Sendable () -> Module) {
        (self.name, self.shape, self.make) = (name, shape, make)
    }

    var testDescription: String { name }
    /// The rule's numbers.
    var input: Tensor { RuleFill.tensor("x", shape, in: -2..<2) }
}
