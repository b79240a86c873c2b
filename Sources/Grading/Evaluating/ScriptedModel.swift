import TrainingCore

/// A model whose logits are written down: a row for each image, which it knows by the image's first pixel.
///
/// It notes what it was shown, and how. Images that it does not know get zeros.
final class ScriptedModel: Module {
    /// One call of the model.
    struct Pass {
        let images: [NumberedImage]
        let isTraining: Bool
        /// Whether the logits could go backward.
        let isRecorded: Bool
    }

    /// 1: without a parameter nothing would ever be recorded.
    let scale = Parameter(.ones([1]))
    private(set) var passes: [Pass] = []

    private let evaluation: [NumberedImage: [Float]]
    private let training: [NumberedImage: [Float]]
    private let classes: Int
    private let preset: Preset

    /// - Parameters:
    ///   - evaluation: the logits of each image in evaluation mode.
    ///   - training: those in training mode; the same if left out.
    ///   - preset: how the images were normalised; not at all if left out.
    init(
        classes: Int, evaluation: [NumberedImage: [Float]], training: [NumberedImage: [Float]]? = nil,
        preset: Preset = Preset(imageSize: 1, mean: [0, 0, 0], std: [1, 1, 1])
    ) {
        self.evaluation = evaluation
        self.training = training ?? evaluation
        self.classes = classes
        self.preset = preset
    }

    /// A row for each image of a ``ScriptedPictures``, in order.
    convenience init(classes: Int, evaluation: [[Float]], origin: UInt8 = 0) {
        let script = evaluation.enumerated().map { (NumberedImage(origin: origin, index: $0), $1) }
        self.init(classes: classes, evaluation: Dictionary(uniqueKeysWithValues: script))
    }

    override func forward(_ x: Tensor) -> Tensor {
        let images = firstPixels(of: x)
        let script = isTraining ? training : evaluation
        let rows = images.flatMap { script[$0] ?? [Float](repeating: 0, count: classes) }
        let logits = Tensor(rows, shape: [images.count, classes]) * scale
        passes.append(Pass(images: images, isTraining: isTraining, isRecorded: logits.requiresGrad))
        return logits
    }

    private func firstPixels(of x: Tensor) -> [NumberedImage] {
        guard x.rank == 4, x.shape[1] == 3 else { return [] }
        let plane = x.shape[2] * x.shape[3]
        return x.withValues { values in
            (0..<x.shape[0]).map { row in
                let pixel = (0..<3).map { channel in
                    let value = values[(row * 3 + channel) * plane] * preset.std[channel] + preset.mean[channel]
                    return value > 0 ? UInt8((min(value, 1) * 255).rounded()) : 0
                }
                return NumberedImage(Image(width: 1, height: 1, pixels: pixel))
            }
        }
    }
}

extension ScriptedModel {
    /// Fails unless `measure` calls the model, in evaluation mode and without recording a graph, and gives it back in
    /// the mode in which it got it.
    func expectMeasured(
        from isTraining: Bool, trainingMode: Misconception, _ measure: () throws -> Void
    ) throws {
        if isTraining { train() } else { eval() }
        try measure()
        try expectWasMeasured(from: isTraining, trainingMode: trainingMode)
    }

    /// The same of a model that has been measured already.
    func expectWasMeasured(from isTraining: Bool, trainingMode: Misconception) throws {
        try expect(!passes.isEmpty, expected: "the model to be called on the images", found: "no call")
        try expect(
            !passes.contains(where: \.isTraining), expected: "a model in evaluation mode",
            found: "one in training mode",
            trainingMode)
        try expect(
            !passes.contains(where: \.isRecorded), expected: "logits that cannot go backward",
            found: "a graph behind them")
        try expect(self.isTraining, equals: isTraining, "in training mode afterwards")
    }
}
