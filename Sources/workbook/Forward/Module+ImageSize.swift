import TrainingCore

extension Module {
    /// Checks that this network, in the mode that it is in, can take images `[batch, 3, height, width]`.
    ///
    /// - Throws: `FileError` about `source`, where the images come from, when they are too small.
    func checkTakes(_ images: Tensor, of source: String) throws {
        let size = images.shape.suffix(2).map(String.init).joined(separator: "×")
        // Five halvings without padding leave nothing of smaller ones.
        if self is VGG || self is DenseNet, images.shape.suffix(2).contains(where: { $0 < 32 }) {
            throw FileError(source, expected: "images of at least 32×32 for a \(type(of: self))", found: size)
        }
        guard images.shape[0] == 1, let name = batchNormOverOneValue(images) else { return }
        throw FileError(
            source,
            expected: "several images, or larger ones: in training \(name) needs more than one value per channel",
            found: "one of \(size)")
    }

    /// The first batch norm that would have to take the statistics of a single value per channel.
    private func batchNormOverOneValue(_ x: Tensor) -> String? {
        let learning = namedModules.compactMap { name, module in
            (module as? BatchNorm).flatMap { $0.isTraining && !$0.statisticsAreFrozen ? (name, $0) : nil }
        }
        guard !learning.isEmpty else { return nil }
        var first: String?
        for (name, layer) in learning {
            layer.outputObserver = { y in if first == nil, y.count == y.shape[1] { first = name } }
        }
        _ = evaluating { self(x) }
        for (_, layer) in learning { layer.outputObserver = nil }
        return first
    }
}
