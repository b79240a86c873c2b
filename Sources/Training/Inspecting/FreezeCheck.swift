import Layers
import Tensors

/// Evidence of what may learn and what really moved: flags can lie, values cannot.
public struct FreezeCheck: Sendable, Equatable {
    /// Parameters whose flag says that they learn.
    public let trainable: [String]
    /// Parameters and buffers whose values were different after the step.
    public let moved: [String]
    /// How many parameters and buffers were compared.
    public let compared: Int

    /// What moved although its flag, or its batch norm's freeze, says that it should not have.
    public let movedThoughFrozen: [String]
}

extension Module {
    /// Compares every parameter and buffer before and after `step`, which should be a real training step.
    public func checkFreeze(during step: () throws -> Void) rethrows -> FreezeCheck {
        let before = allValues
        try step()
        let moved = zip(before, allValues).filter { $0.values != $1.values }.map(\.0.name)
        let trainable = namedParameters.filter(\.element.requiresGrad).map(\.name)
        let following = namedModules.flatMap { name, module -> [String] in
            guard let norm = module as? BatchNorm, !norm.statisticsAreFrozen else { return [] }
            return norm.namedBuffers.map { name.isEmpty ? $0.name : "\(name).\($0.name)" }
        }
        let mayMove = Set(trainable + following)
        return FreezeCheck(
            trainable: trainable, moved: moved, compared: before.count,
            movedThoughFrozen: moved.filter { !mayMove.contains($0) })
    }

    private var allValues: [(name: String, values: [Float])] {
        namedParameters.map { ($0.name, $0.element.values) } + namedBuffers.map { ($0.name, $0.element.value.values) }
    }
}
