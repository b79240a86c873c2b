import Layers
import Tensors

extension SetupCheck {
    /// The numbers that the model begins with.
    static func weightFindings(_ checked: CheckedSetup) -> [SetupFinding] {
        [neverLoaded(checked), nonFinite(checked)].compactMap { $0 }
    }

    /// Nobody publishes weights for networks smaller than this: those are exercises.
    private static let smallestPretrained = 10_000

    /// A body that learns may start from random weights. One that is frozen for the most part may not, nor one that has
    /// a preset, which belongs to weights.
    private static func neverLoaded(_ checked: CheckedSetup) -> SetupFinding? {
        let body = checked.headAndBody.body
        let count = body.map(\.count).reduce(0, +)
        let frozen = body.filter { !$0.requiresGrad }.map(\.count).reduce(0, +)
        guard count >= smallestPretrained, checked.setup.preset != nil || 2 * frozen > count, checked.bodyIsFresh else {
            return nil
        }
        return SetupFinding(
            .weightsNeverLoaded, .error,
            seen: "the \(count) numbers of the body are as they were drawn at random"
                + (frozen > 0 ? ", and \(frozen) of them are frozen" : ""),
            fix: "try model.load(contentsOfFile: weights)  // before the head is replaced")
    }

    private static func nonFinite(_ checked: CheckedSetup) -> SetupFinding? {
        let tensors =
            checked.parameters.map { ($0.name, $0.element as Tensor) }
            + checked.layers.flatMap { layer in
                layer.norm.map {
                    [
                        ("\(layer.name).running_mean", $0.runningMean.value),
                        ("\(layer.name).running_var", $0.runningVar.value),
                    ]
                } ?? []
            }
        let names = tensors.filter { !$0.1.isFinite }.map(\.0)
        guard !names.isEmpty else { return nil }
        return SetupFinding(
            .nonFiniteValues, .error, seen: "there are NaN or infinite numbers in \(listed(names))",
            fix: "try model.load(contentsOfFile: weights)  // those of before they were spoilt")
    }
}

extension Tensor {
    /// Whether no number is NaN or infinite.
    var isFinite: Bool {
        // An exponent of all ones; counting instead of stopping at the first lets the loop be vectorised.
        withValues { values in
            var count = 0
            for value in values { count &+= value.bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0 }
            return count == 0
        }
    }
}
