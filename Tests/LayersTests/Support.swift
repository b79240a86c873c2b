import Foundation
import Layers
import Tensors
import Testing
import Weights

/// What PyTorch computed, see `Tests/Fixtures/make_layers.py`.
func fixture(_ name: String) throws -> StateDictionary {
    try StateDictionary(contentsOfFile: Bundle.module.path(forResource: "Fixtures/\(name)", ofType: nil) ?? name)
}

/// Whether there are as many numbers as expected and each differs by no more than `tolerance`. NaN is never close.
func isClose(_ found: [Float], _ expected: [Float], within tolerance: Float) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance }
}

/// What a process that had to stop wrote on its way out.
func errorText(_ result: ExitTest.Result?) -> String {
    result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
}

extension Module {
    /// The numbers of all buffers here and below.
    var bufferValues: [[Float]] { namedBuffers.map(\.element.value.values) }

    /// The names of the parameters that may learn.
    var trainableNames: [String] { namedParameters.filter(\.element.requiresGrad).map(\.name) }
}
