/// One parameter of a model, as a line in a table of what a training step updates.
public struct UpdateRow: Sendable, Equatable, CustomStringConvertible {
    /// A way in which flag, optimizer and values do not go together.
    public enum Contradiction: Sendable, CaseIterable {
        /// It may learn, but the optimizer does not hold it.
        case learnsButNotHeld
        /// It may not learn, but the optimizer holds it.
        case heldButFrozen
        /// It may not learn, but it moved.
        case movedButFrozen
        /// The optimizer does not hold it, but it moved.
        case movedButNotHeld
        /// It may learn and the optimizer holds it, but it did not move.
        case heldButStill
    }

    /// The parameter's full name, `layer4.0.conv1.weight`.
    public let name: String
    /// Whether it may learn.
    public let requiresGrad: Bool
    /// Whether the optimizer holds it.
    public let isHeld: Bool
    /// Whether the step changed its numbers.
    public let moved: Bool

    /// A line of the table.
    public init(name: String, requiresGrad: Bool, isHeld: Bool, moved: Bool) {
        self.name = name
        self.requiresGrad = requiresGrad
        self.isHeld = isHeld
        self.moved = moved
    }

    /// `layer4.0.conv1.weight  learns, held, moved` or `conv1.weight  frozen, not held, still`
    public var description: String {
        "\(name)  \(requiresGrad ? "learns" : "frozen"), \(isHeld ? "held" : "not held"), \(moved ? "moved" : "still")"
    }
}
