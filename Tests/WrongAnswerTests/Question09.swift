import Grading
import Testing
import TrainingCore

@Suite("Q09 wrong and alternative answers")
struct Question09 {
    private func load(_ architecture: () -> Module, _ file: String) throws -> Module {
        let model = architecture()
        try model.load(contentsOfFile: file)
        return model.eval()
    }

    private func prepare(_ preset: Preset) -> Transforms { preset.evaluationTransforms() }

    @Test func neverLoaded() {
        expectRejected(because: "random weights left in place") {
            gradeLoadPretrainedModel({ architecture, _ in architecture().eval() }, prepare, $0)
        }
    }

    @Test func loadedIntoAnotherCopy() {
        expectRejected(because: "random weights left in place") {
            gradeLoadPretrainedModel(
                { architecture, file in
                    try architecture().load(contentsOfFile: file)
                    return architecture().eval()
                }, prepare, $0)
        }
    }

    @Test func errorSwallowed() {
        expectRejected(because: "random weights left in place", not: ["missing keys passed over"]) {
            gradeLoadPretrainedModel(
                { architecture, file in
                    let model = architecture()
                    _ = try? model.load(contentsOfFile: file)
                    return model.eval()
                }, prepare, $0)
        }
    }

    @Test func lenientLoading() {
        expectRejected(because: "missing keys passed over", not: ["random weights left in place"]) {
            gradeLoadPretrainedModel(
                { architecture, file in
                    let model = architecture()
                    model.loadWhatFits(try StateDictionary(contentsOfFile: file))
                    return model.eval()
                }, prepare, $0)
        }
    }

    @Test func onlyMisshapenAndUnusedLookedAt() {
        expectRejected(because: "missing keys passed over", not: ["wrong architecture's file accepted"]) {
            gradeLoadPretrainedModel(
                { architecture, file in
                    let model = architecture()
                    let report = model.loadWhatFits(try StateDictionary(contentsOfFile: file))
                    guard report.unused.isEmpty && report.misshapen.isEmpty else {
                        throw FileError(file, expected: "another file", found: report.summary)
                    }
                    return model.eval()
                }, prepare, $0)
        }
    }

    @Test func leftoversIgnored() {
        expectRejected(because: "wrong architecture's file accepted", not: ["missing keys passed over"]) {
            gradeLoadPretrainedModel(
                { architecture, file in
                    let model = architecture()
                    let report = model.loadWhatFits(try StateDictionary(contentsOfFile: file))
                    guard report.missing.isEmpty && report.misshapen.isEmpty else {
                        throw FileError(file, expected: "another file", found: report.summary)
                    }
                    return model.eval()
                }, prepare, $0)
        }
    }

    @Test func otherShapesIgnored() {
        expectRejected(because: "wrong architecture's file accepted", not: ["missing keys passed over"]) {
            gradeLoadPretrainedModel(
                { architecture, file in
                    let model = architecture()
                    let report = model.loadWhatFits(try StateDictionary(contentsOfFile: file))
                    guard report.missing.isEmpty && report.unused.isEmpty else {
                        throw FileError(file, expected: "another file", found: report.summary)
                    }
                    return model.eval()
                }, prepare, $0)
        }
    }

    @Test func trainingMode() {
        expectRejected(because: "left in training mode", not: ["random weights left in place"]) {
            gradeLoadPretrainedModel(
                { architecture, file in
                    let model = architecture()
                    try model.load(contentsOfFile: file)
                    return model
                }, prepare, $0)
        }
    }

    @Test func onlyTheHeadInEvaluationMode() {
        expectRejected(because: "left in training mode") {
            gradeLoadPretrainedModel(
                { architecture, file in
                    let model = architecture()
                    try model.load(contentsOfFile: file)
                    for (_, child) in model.children where !(child is Sequential) { child.eval() }
                    return model
                }, prepare, $0)
        }
    }

    @Test func imageNetStatisticsByHabit() {
        expectRejected(because: "somebody else's preprocessing") {
            gradeLoadPretrainedModel(load, { _ in Preset.imageNet.evaluationTransforms() }, $0)
        }
    }

    @Test func ownSizeButForeignStatistics() {
        expectRejected(because: "somebody else's preprocessing") {
            gradeLoadPretrainedModel(
                load, { Preset.efficientNetLite0.evaluationTransforms(size: $0.imageSize) }, $0)
        }
    }

    @Test func ownStatisticsButForeignSize() {
        expectRejected(because: "somebody else's preprocessing") {
            gradeLoadPretrainedModel(load, { $0.evaluationTransforms(size: 224) }, $0)
        }
    }

    @Test func notNormalisedAtAll() {
        expectRejected(onlyBecause: "somebody else's preprocessing") {
            gradeLoadPretrainedModel(
                load, { Transforms([Resize(shortSide: $0.imageSize), CenterCrop(size: $0.imageSize)]) }, $0)
        }
    }

    @Test func resizedTo256ByHabit() {
        expectRejected(onlyBecause: "somebody else's preprocessing") {
            gradeLoadPretrainedModel(
                load,
                {
                    Transforms(
                        [Resize(shortSide: 256), CenterCrop(size: $0.imageSize)],
                        then: [Normalize(mean: $0.mean, std: $0.std)])
                }, $0)
        }
    }

    @Test func resizedToTheCropAtOnce() {
        expectRejected(onlyBecause: "somebody else's preprocessing") {
            gradeLoadPretrainedModel(
                load,
                {
                    Transforms(
                        [
                            Resize(shortSide: $0.imageSize, interpolation: $0.interpolation),
                            CenterCrop(size: $0.imageSize),
                        ],
                        then: [Normalize(mean: $0.mean, std: $0.std)])
                }, $0)
        }
    }

    @Test func bilinearForAll() {
        expectRejected(onlyBecause: "somebody else's preprocessing") {
            gradeLoadPretrainedModel(
                load,
                {
                    Transforms(
                        [Resize(shortSide: $0.resizeSize), CenterCrop(size: $0.imageSize)],
                        then: [Normalize(mean: $0.mean, std: $0.std)])
                }, $0)
        }
    }

    @Test func theTransformIsShown() {
        let grading = Grading(seed: 1)
        gradeLoadPretrainedModel(load, { Preset.imageNet.evaluationTransforms(size: $0.imageSize) }, grading)
        let found = grading.verdict("").checks.last?.found ?? ""
        #expect(found.contains("after Resize("), "\(found)")
    }

    /// Wrong, but not for a reason of this question.
    @Test func otherMistakesGetNoName() {
        let mirrored: (Preset) -> Transforms = {
            Transforms(
                [Resize(shortSide: $0.imageSize), CenterCrop(size: $0.imageSize), HorizontalMirror()],
                then: [Normalize(mean: $0.mean, std: $0.std)])
        }
        let squashed: (Preset) -> Transforms = {
            Transforms(
                [Resize(width: $0.imageSize, height: $0.imageSize)], then: [Normalize(mean: $0.mean, std: $0.std)])
        }
        for preprocessing in [mirrored, squashed] {
            expectRejected(onlyBecause: nil) { gradeLoadPretrainedModel(load, preprocessing, $0) }
        }
    }

    @Test func stepByStepWithAReport() {
        expectAccepted {
            gradeLoadPretrainedModel(
                { architecture, file in
                    let state = try StateDictionary(contentsOfFile: file)
                    let model = architecture().eval()
                    let report = model.fit(of: state)
                    guard report.isComplete else {
                        throw FileError(file, expected: "weights of \(type(of: model))", found: report.summary)
                    }
                    model.loadWhatFits(state)
                    return model
                },
                { preset in
                    let side = preset.imageSize
                    let steps: [any PixelTransform] = [
                        Resize(shortSide: preset.resizeSize, interpolation: preset.isBicubic ? .bicubic : .bilinear),
                        CenterCrop(width: side, height: side),
                    ]
                    return Transforms(steps, then: [Normalize(mean: preset.mean, std: preset.std)])
                }, $0)
        }
    }
}

/// Turns every image around.
private struct HorizontalMirror: PixelTransform {
    let isRandom = false

    func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        var pixels: [UInt8] = []
        for row in 0..<image.height {
            for column in (0..<image.width).reversed() {
                let start = 3 * (row * image.width + column)
                pixels += image.pixels[start..<start + 3]
            }
        }
        return Image(width: image.width, height: image.height, pixels: pixels)
    }
}
