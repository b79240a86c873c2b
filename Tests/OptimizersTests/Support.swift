import Foundation
import Tensors
import Testing
import Weights

/// What PyTorch computed, see `Tests/Fixtures/make_optimizers.py`.
func fixture(_ name: String) throws -> StateDictionary {
    try StateDictionary(contentsOfFile: Bundle.module.path(forResource: "Fixtures/\(name)", ofType: nil) ?? name)
}

/// Whether there are as many numbers as expected and each differs by no more than `tolerance` of its own size. NaN is
/// never close.
func isClose(_ found: [Float], _ expected: [Float], within tolerance: Float) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * abs($1) }
}

/// What a process that had to stop wrote on its way out.
func errorText(_ result: ExitTest.Result?) -> String {
    result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
}

extension Parameter {
    /// A parameter of two numbers that has a gradient.
    static func pair(_ values: [Float] = [1, -2], gradient: [Float]? = [0.5, 1]) -> Parameter {
        let parameter = Parameter(Tensor(values, shape: [2]))
        parameter.grad = gradient.map { Tensor($0, shape: [2]) }
        return parameter
    }
}
