import TrainingCore

/// Grades Q27: a batch's images as one sees them, with predictions and truth.
public func gradePredictionGrid(
    picture: (_ image: FloatImage, _ preset: Preset) throws -> Image,
    draw: (
        _ model: Module, _ batch: PixelBatch, _ classNames: [String], _ preset: Preset, _ path: String
    ) throws -> Void,
    _ grading: Grading
) {
    grading.check("normalised numbers become the pixels that they were") {
        for _ in 0..<3 {
            let data = NormalizedPicture.inRange(grading)
            let found = try picture(data.image, data.preset)
            try data.expectPicture(found)
            // Whole numbers come back but for rounding errors: a step too low was cut off.
            guard let i = found.pixels.indices.first(where: { found.pixels[$0] != data.expected.pixels[$0] }) else {
                continue
            }
            let isBelow = zip(found.pixels, data.expected.pixels).allSatisfy { $0 <= $1 }
            throw Mistake(
                expected: "\(data.expected.pixels[i]), as number \(i) of the pixels was", found: "\(found.pixels[i])",
                isBelow ? Q27.cutOff : nil)
        }
    }
    grading.check("numbers out of range become 0 or 255", explainingCrash: Q27.wrappedAround) {
        for _ in 0..<3 {
            let data = NormalizedPicture.outOfRange(grading)
            try data.expectPicture(try picture(data.image, data.preset))
        }
    }
    // A picture takes a while: the checks share two, one by a model in training and one by a model in evaluation mode.
    lazy var drawings = Result {
        try [true, false].map { isTraining in
            let data = try GridCase(grading, isTraining: isTraining)
            return try DrawnGrid(data) { try draw(data.model, data.batch, data.classNames, data.preset, $0) }
        }
    }
    grading.check("each tile of the picture shows its image") {
        for drawing in try drawings.get() { try drawing.expectImages() }
    }
    grading.check("each caption names prediction, probability and truth of its image") {
        for drawing in try drawings.get() { try drawing.expectCaptions() }
    }
    grading.check("right and wrong tiles have their frames and signs") {
        for drawing in try drawings.get() { try drawing.expectVerdicts() }
    }
    grading.check("the model predicts in evaluation mode and without a graph, and has its mode back") {
        for drawing in try drawings.get() {
            try drawing.data.model.expectWasMeasured(from: drawing.data.isTraining, trainingMode: Q27.trainingMode)
        }
    }
}

extension NormalizedPicture {
    /// Fails unless `found` is the picture; names the mistake that would give it.
    fileprivate func expectPicture(_ found: Image) throws {
        guard !found.looksLike(expected) else { return }
        try expect(
            (found.width, found.height) == (image.width, image.height),
            expected: "\(image.width)×\(image.height) pixels", found: "\(found.width)×\(found.height)")
        let misconception = suspects.first {
            found.looksLike($0.picture, wrapping: [Q27.wrappedAround, Q27.notDenormalized].contains($0.misconception))
        }
        let wrong =
            found.pixels.indices.first { abs(Int(found.pixels[$0]) - Int(expected.pixels[$0])) > 1 } ?? 0
        throw Mistake(
            expected: "\(expected.pixels[wrong]) for the \(["red", "green", "blue"][wrong % 3]) of pixel \(wrong / 3)",
            found: "\(found.pixels[wrong])", misconception?.misconception,
            pictures: PictureComparison(expected: expected, found: found, tolerance: 1))
    }
}
