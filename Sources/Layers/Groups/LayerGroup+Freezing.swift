import Checks

/// What becomes of the batch norms of a group that is frozen.
public enum NormPolicy: Sendable {
    /// They are frozen like all else: neither scale and shift nor statistics change. The default here, because a frozen
    /// part then makes the same of an image in every epoch, which can be computed once.
    case frozen
    /// Scale and shift learn and the statistics follow the batches, as in fastai (`train_bn`).
    case learning
}

extension [LayerGroup] {
    /// Freezes all groups before the one at index `first` and lets that and all after it learn; fastai's `freeze_to`.
    ///
    ///     model.layerGroups.freeze(to: -1)     // only the head learns
    ///     model.layerGroups.freeze(to: 0)      // everything learns
    ///
    /// - Parameters:
    ///   - first: a negative number counts from the end. The number of groups freezes all of them.
    ///   - norms: what becomes of the frozen groups' batch norms.
    public func freeze(to first: Int, norms: NormPolicy = .frozen) {
        let boundary = first < 0 ? count + first : first
        require(
            (0...count).contains(boundary),
            "freeze(to:): there are \(count) groups, so \(first) is none; give one of \(-count)...\(count)")
        for module in self[..<boundary].flatMap(\.modules) {
            module.freeze(statistics: norms == .learning ? .follow : .stay)
            guard norms == .learning else { continue }
            for case let norm as BatchNorm in module.namedModules.map(\.element) { norm.unfreeze() }
        }
        for module in self[boundary...].flatMap(\.modules) { module.unfreeze() }
    }
}
