import TrainingCore

/// The images and labels that `workbook forward` reads, checked as far as a model could trip over them.
struct ForwardInput {
    /// `[batch, 3, height, width]`
    let images: Tensor
    private let labels: [Int]?
    private let file: String

    /// - Throws: `FileError` when the file cannot be read, or an array is missing or unfit for `classes` classes.
    init(contentsOfFile file: String, classes: Int) throws {
        let arrays = try StateDictionary(contentsOfFile: file)
        guard let images = arrays["images"] else {
            throw FileError(file, expected: "an array images", found: "none of that name")
        }
        guard images.scalarType == .float32, images.shape.count == 4, images.shape[1] == 3, images.count > 0 else {
            throw FileError(
                file, expected: "images as float32 numbers of shape [batch, 3, height, width]",
                found: "\(images.scalarType.rawValue) of shape \(images.shape)")
        }
        self.file = file
        self.images = Tensor(images.floats, shape: images.shape)
        labels = try arrays["labels"].map { labels in
            guard labels.scalarType == .int64, labels.shape == [images.shape[0]] else {
                throw FileError(
                    file, expected: "labels as int64 numbers of shape [\(images.shape[0])], one for each image",
                    found: "\(labels.scalarType.rawValue) of shape \(labels.shape)")
            }
            if let wrong = labels.integers.first(where: { !(0..<Int64(classes)).contains($0) }) {
                throw FileError(file, expected: "labels from 0 to \(classes - 1)", found: "\(wrong)")
            }
            return labels.integers.map { Int($0) }
        }
    }

    /// - Throws: `FileError` when there are no labels.
    func requiredLabels() throws -> [Int] {
        guard let labels else {
            throw FileError(file, expected: "an array labels, which --gradients needs", found: "none of that name")
        }
        return labels
    }

    /// Checks that `network` can take images of this size in the mode that it is in.
    func check(_ network: Module) throws {
        let size = images.shape.suffix(2).map(String.init).joined(separator: "×")
        // Five halvings without padding leave nothing of smaller ones.
        if network is VGG || network is DenseNet, images.shape.suffix(2).contains(where: { $0 < 32 }) {
            throw FileError(file, expected: "images of at least 32×32 for a \(type(of: network))", found: size)
        }
        guard images.shape[0] == 1, let name = network.batchNormOverOneValue(images) else { return }
        throw FileError(
            file,
            expected: "several images, or larger ones: with --train \(name) needs more than one value per channel",
            found: "one of \(size)")
    }
}

extension Module {
    /// The first batch norm that would have to take the statistics of a single value per channel.
    fileprivate func batchNormOverOneValue(_ x: Tensor) -> String? {
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
