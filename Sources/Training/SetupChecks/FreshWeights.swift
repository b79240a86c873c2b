import Foundation
import Layers
import Tensors

/// Telling weights that were just made from weights that were trained or loaded, by the numbers alone.
extension Module {
    /// Whether all weight matrices here look as this package's initialisers leave them. `false` where there are none,
    /// or too few numbers to tell.
    var hasFreshWeights: Bool {
        let weights = parameters.filter { $0.rank > 1 }
        return !weights.isEmpty && weights.allSatisfy(\.looksFresh)
    }
}

extension CheckedSetup {
    /// Whether the body was never trained, nor loaded.
    ///
    /// Batch norms tell: their statistics leave 0 and 1 with the first training batch. Where there are none, the large
    /// weights must be distributed as the initialisers draw them, which training soon undoes.
    var bodyIsFresh: Bool {
        let norms = layers.filter { !isInHead($0.parameters[0].element) }.compactMap(\.norm)
        if !norms.isEmpty { return norms.allSatisfy(\.hasSeenNothing) }
        let weights = headAndBody.body.filter { $0.rank > 1 && $0.count >= 1000 }
        return !weights.isEmpty && weights.allSatisfy(\.looksFresh)
    }
}

extension BatchNorm {
    fileprivate var hasSeenNothing: Bool {
        runningMean.value.withValues { $0.allSatisfy { $0 == 0 } }
            && runningVar.value.withValues { $0.allSatisfy { $0 == 1 } }
    }
}

extension Parameter {
    /// Whether the numbers are all 0, or spread as one of the initialisers draws them: uniform in ±1/√fan-in, or normal
    /// with a deviation of √(2/fan-in), √(2/fan-out), √(1/fan-in) or 0.01.
    ///
    /// Up to some thousand numbers are looked at. The limits are four standard errors of what is estimated, so that one
    /// fresh tensor in ten thousand is taken for a trained one.
    fileprivate var looksFresh: Bool {
        let values = sampled(4096).map { Double($0) }
        let n = Double(values.count)
        guard n >= 32 else { return false }
        let squares = values.map { $0 * $0 }
        let deviation = (squares.reduce(0, +) / n).squareRoot()
        let largest = squares.max()?.squareRoot() ?? 0
        guard largest > 0 else { return true }

        let fanIn = Double(shape.dropFirst().reduce(1, *))
        let fanOut = Double(shape[0] * shape.dropFirst(2).reduce(1, *))
        let bound = 1 / fanIn.squareRoot()
        // A uniform distribution's kurtosis is 1.8, a normal one's 3; the standard error of a deviation follows from
        // it.
        if largest <= bound * 1.0001, abs(deviation / (bound / 3.squareRoot()) - 1) < 4 * (0.8 / (4 * n)).squareRoot() {
            return true
        }
        let kurtosis = squares.reduce(0) { $0 + $1 * $1 } / n / pow(deviation, 4)
        guard abs(kurtosis - 3) < 4 * (24 / n).squareRoot() else { return false }
        return [(2 / fanIn).squareRoot(), (2 / fanOut).squareRoot(), bound, 0.01].contains {
            abs(deviation / $0 - 1) < 4 / (2 * n).squareRoot()
        }
    }
}

extension Tensor {
    /// At most about so many numbers, evenly spread over the tensor; the same places each time.
    func sampled(_ count: Int) -> [Float] {
        withValues { values in
            stride(from: 0, to: values.count, by: max(values.count / count, 1)).map { values[$0] }
        }
    }
}
