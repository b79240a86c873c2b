import Checks
import Layers

/// Unfreezing one block after the other, from the head down (Howard and Ruder, 2018): in the first epochs only the head
/// learns, in the next ones the last block too, and so on until everything does.
///
/// A pure function of the epoch. Blocks are best unfrozen at rates 10 to 100 times lower than the head's, and the earlier
/// the lower:
///
///     let groups = model.layerGroups
///     let unfreezing = GradualUnfreezing()
///     let optimizer = AdamW(groups.parameterGroups(.head(1e-3, bodyDividedBy: 10...100)))
///     unfreezing.freeze(groups, forEpoch: 0)
///     try fit(
///         model, training: training, validation: validation, optimizer: optimizer, epochs: epochs,
///         onEpoch: { if $0.epoch < epochs { unfreezing.freeze(groups, forEpoch: $0.epoch) } })
public struct GradualUnfreezing: Sendable, Equatable {
    /// How many epochs pass between one block and the next.
    public let every: Int

    /// One block more each epoch, unless told otherwise.
    ///
    /// - Precondition: `every` is at least 1.
    public init(every: Int = 1) {
        require(every > 0, "GradualUnfreezing: between two blocks lies at least one epoch, not \(every)")
        self.every = every
    }

    /// The index of the first group that learns in an epoch, counted from 0.
    public func firstLearning(of groups: Int, inEpoch epoch: Int) -> Int { max(groups - 1 - epoch / every, 0) }

    /// Freezes and unfreezes for an epoch, counted from 0. An ``EpochRecord`` counts from 1, so its number is the next
    /// epoch's here.
    ///
    /// - Parameter norms: what becomes of the frozen groups' batch norms; they are frozen too if left out.
    public func freeze(_ groups: [LayerGroup], forEpoch epoch: Int, norms: NormPolicy = .frozen) {
        groups.freeze(to: firstLearning(of: groups.count, inEpoch: epoch), norms: norms)
    }
}
