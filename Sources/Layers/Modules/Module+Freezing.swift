import Tensors

/// What becomes of the batch-norm statistics of a block that is frozen or unfrozen.
public enum StatisticsPolicy: Sendable {
    /// They stay, and training mode uses them as evaluation does. The default for freezing: frozen means unchanged. A
    /// frozen block then leaves out no branch at random either.
    case stay
    /// They follow the training batches. The default for unfreezing, and what PyTorch does even to a frozen block
    /// unless one also calls `eval()` on it.
    case follow
}

/// No part of a model bears a name that was asked for.
public struct UnknownModule: Error, Equatable, CustomStringConvertible, Sendable {
    /// The name asked for.
    public let name: String
    /// The type of the model.
    public let model: String
    /// The names of its direct parts.
    public let known: [String]

    /// `layer5: no such block; this ResNet has conv1, bn1, layer1, layer2, layer3, layer4, fc`
    public var description: String { "\(name): no such block; this \(model) has \(known.joined(separator: ", "))" }
}

/// Deciding which parameters may learn.
extension Module {
    /// Freezes everything here and below: no parameter learns, and by default no batch-norm statistic moves and no branch
    /// is left out at random (``DropPath``).
    public func freeze(statistics: StatisticsPolicy = .stay) {
        setLearning(false, statistics)
    }

    /// Freezes everything but the named blocks, which are unfrozen.
    ///
    /// - Parameter names: paths such as `layer4`, `fc` or `layer4.1`, matched whole: `layer1` is not `layer10`.
    /// - Throws: ``UnknownModule`` for a name that no block bears; then nothing has changed.
    public func freeze(except names: [String], statistics: StatisticsPolicy = .stay) throws {
        let open = try modules(named: names)
        freeze(statistics: statistics)
        for module in open { module.unfreeze() }
    }

    /// Lets everything here and below learn again, by default batch-norm statistics included.
    public func unfreeze(statistics: StatisticsPolicy = .follow) {
        setLearning(true, statistics)
    }

    /// Lets the named blocks learn again and leaves the others as they are.
    ///
    /// - Throws: ``UnknownModule`` for a name that no block bears; then nothing has changed.
    public func unfreeze(_ names: [String], statistics: StatisticsPolicy = .follow) throws {
        for module in try modules(named: names) { module.unfreeze(statistics: statistics) }
    }

    /// Whether nothing here or below can learn. A module without parameters counts as frozen.
    public var isFrozen: Bool { trainableParameters.isEmpty }

    private func setLearning(_ learning: Bool, _ statistics: StatisticsPolicy) {
        for (_, module) in namedModules {
            (module as? BatchNorm)?.statisticsAreFrozen = statistics == .stay
            (module as? DropPath)?.isStill = !learning && statistics == .stay
        }
        for parameter in parameters {
            parameter.requiresGrad = learning
            if !learning { parameter.grad = nil }
        }
    }

    /// The modules with some names.
    ///
    /// - Throws: ``UnknownModule`` for a name that no block bears.
    package func modules(named names: [String]) throws -> [Module] {
        let all = namedModules
        return try names.map { name in
            guard let found = all.first(where: { !$0.name.isEmpty && $0.name == name }) else {
                throw UnknownModule(name: name, model: "\(type(of: self))", known: children.map(\.name))
            }
            return found.element
        }
    }
}
