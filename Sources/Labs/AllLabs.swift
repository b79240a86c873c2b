/// The labs, in the order in which they are best done.
public var allLabs: [any Lab.Type] {
    [
        DepthLab.self, LearningRateLab.self, ScheduleLab.self, HeadLab.self, AugmentationLab.self, ImbalanceLab.self,
        GradualLab.self, OptimizerLab.self, RegularisationLab.self, ForgettingLab.self, FourCasesLab.self,
    ]
}

/// There is no lab of that name.
public struct UnknownLab: Error, Sendable, CustomStringConvertible {
    /// The name as it was given.
    public let name: String

    /// `depth: no such lab; there are depth-sweep, …`
    public var description: String {
        "\(name): no such lab; there are \(allLabs.map { $0.name }.joined(separator: ", "))"
    }
}

/// The lab of the given name.
///
/// - Throws: ``UnknownLab`` for a name that is not in ``allLabs``.
public func lab(named name: String) throws -> any Lab.Type {
    guard let lab = allLabs.first(where: { $0.name == name }) else { throw UnknownLab(name: name) }
    return lab
}
