import TrainingCore

/// Grades Q9: the model has every number of its file and is ready to predict; a file that does not fit is an error.
public func gradeLoadPretrainedModel(
    _ loadPretrained: @escaping Loading, _ preprocessing: (Preset) throws -> Transforms, _ grading: Grading
) {
    grading.check("every number in the model is the file's") {
        for (blocks, classes) in [([1, 1, 1, 1], 3), ([2, 1, 1, 1], 5)] {
            let trained = trainedNetwork(grading, blocks, classes: classes)
            let model = try load(loadPretrained, blocks, classes: classes, from: trained.stateDictionary)
            try expectSameNumbers(model, trained)
        }
    }
    grading.check("the model is ready to predict") {
        let trained = trainedNetwork(grading)
        let model = try load(loadPretrained, from: trained.stateDictionary)
        let modules = model.namedModules
        let training = modules.filter { $0.element.isTraining }.map { $0.name.isEmpty ? "the model itself" : $0.name }
        try expect(
            training.isEmpty, expected: "evaluation mode in all \(modules.count) modules",
            found: "training mode in \(training.count), the first is \(training.first ?? "")", Q09.trainingMode)
    }
    grading.check("a file that lacks an array is an error") {
        let trained = trainedNetwork(grading)
        let whole = trained.stateDictionary
        _ = try load(loadPretrained, from: whole)
        var generator = grading.generator()
        let candidates = whole.names.filter { !$0.hasSuffix("num_batches_tracked") }
        for name in [candidates.randomElement(using: &generator) ?? "", "fc.bias", "layer2.0.bn1.running_var"] {
            var state = whole
            state[name] = nil
            try expectError("for a file without \(name)", Q09.missingPassedOver, comparingWith: trained) {
                try load(loadPretrained, from: state)
            }
        }
    }
    grading.check("another architecture's file is an error") {
        _ = try load(loadPretrained, from: trainedNetwork(grading).stateDictionary)
        let deeper = trainedNetwork(grading, [1, 1, 2, 1])
        try expectError("for the file of a deeper network", Q09.wrongArchitecture, comparingWith: deeper) {
            try load(loadPretrained, from: deeper.stateDictionary)
        }
        let other = trainedNetwork(grading, classes: 7)
        try expectError("for the file of a network for 7 classes", Q09.wrongArchitecture, comparingWith: other) {
            try load(loadPretrained, from: other.stateDictionary)
        }
    }
    grading.check("a file that cannot be read is an error") {
        let trained = trainedNetwork(grading)
        _ = try load(loadPretrained, from: trained.stateDictionary)
        try expectError("for a file that is not there", Q09.randomWeights, comparingWith: trained) {
            try withScratchFolder { try loadPretrained({ network() }, "\($0)/absent.safetensors") }
        }
        try expectError("for a file of other contents", Q09.randomWeights, comparingWith: trained) {
            try withScratchFolder { folder in
                try writeAtomically("not a weights file".utf8, to: "\(folder)/weights.safetensors")
                return try loadPretrained({ network() }, "\(folder)/weights.safetensors")
            }
        }
    }
    grading.check("images are prepared as the weights expect") {
        var generator = grading.generator()
        for (width, height, margin, isBicubic) in [(53, 41, 0, false), (37, 60, 5, false), (61, 47, 0, true)] {
            let preset = somePreset(margin: margin, isBicubic: isBicubic, using: &generator)
            try checkPreprocessing(preprocessing, preset, width: width, height: height, grading)
        }
    }
}

/// What the learner writes: a network from an architecture and a file.
public typealias Loading = (() -> Module, String) throws -> Module

private func network(_ blocks: [Int] = [1, 1, 1, 1], classes: Int = 3) -> ResNet {
    ResNet(blocks: blocks, classes: classes, width: 4)
}

/// A network of which no array, counters aside, has a number that a new network would have.
private func trainedNetwork(_ grading: Grading, _ blocks: [Int] = [1, 1, 1, 1], classes: Int = 3) -> ResNet {
    let model = network(blocks, classes: classes)
    var generator = grading.generator()
    for parameter in model.parameters {
        parameter.withMutableValues { values in for i in values.indices { values[i] = generator.normal() } }
    }
    for (_, buffer) in model.namedBuffers {
        let isCounter = buffer.storedAs == .int64
        buffer.value.withMutableValues { values in
            for i in values.indices { values[i] = isCounter ? 40 : generator.uniform(in: 1.5...3) }
        }
    }
    return model
}

/// Writes the arrays to a file and lets the learner's function load it.
private func load(
    _ loadPretrained: Loading, _ blocks: [Int] = [1, 1, 1, 1], classes: Int = 3, from state: StateDictionary
) throws -> Module {
    try withScratchFolder { folder in
        try state.writeSafetensors(to: "\(folder)/weights.safetensors")
        return try loadPretrained({ network(blocks, classes: classes) }, "\(folder)/weights.safetensors")
    }
}

/// How many parameters of `model` have the numbers of the parameter of that name in `trained`.
private func countOfLoaded(_ model: Module, _ trained: Module) -> Int {
    let expected = Dictionary(uniqueKeysWithValues: trained.namedParameters.map { ($0.name, $0.element.values) })
    return model.namedParameters.filter { expected[$0.name] == $0.element.values }.count
}

private func expectSameNumbers(_ model: Module, _ trained: Module) throws {
    let (found, expected) = (model.stateDictionary, trained.stateDictionary)
    try expect(found.names, equals: expected.names, "the names of the model's arrays")
    let misconception = countOfLoaded(model, trained) == 0 ? Q09.randomWeights : nil
    for name in expected.names {
        try expect(
            found[name] == expected[name], expected: "the file's numbers in \(name)", found: "others", misconception)
    }
}

/// Fails the check unless `body` throws.
///
/// A model that came back instead is explained by `misconception` if it has anything of the file's, and by weights
/// that stayed random if it has nothing.
private func expectError(
    _ occasion: String, _ misconception: Misconception, comparingWith trained: Module, _ body: () throws -> Module
) throws {
    let model: Module
    do { model = try body() } catch { return }
    let count = countOfLoaded(model, trained)
    throw Mistake(
        expected: "an error \(occasion)", found: "a model with \(count) of the file's weights",
        count == 0 ? Q09.randomWeights : misconception)
}

/// What no weights expect; the short side is resized to `margin` pixels more than the crop's.
private func somePreset(margin: Int, isBicubic: Bool, using generator: inout SeededGenerator) -> Preset {
    let size = Int.random(in: 20...32, using: &generator)
    return Preset(
        imageSize: size, resizeSize: size + margin, isBicubic: isBicubic,
        mean: (0..<3).map { _ in generator.uniform(in: 0.3...0.7) },
        std: (0..<3).map { _ in generator.uniform(in: 0.35...0.6) })
}

private func checkPreprocessing(
    _ preprocessing: (Preset) throws -> Transforms, _ preset: Preset, width: Int, height: Int, _ grading: Grading
) throws {
    var generator = grading.generator()
    let image = Image(
        width: width, height: height, pixels: (0..<width * height * 3).map { _ in UInt8(generator.next() >> 56) })
    let transforms = try preprocessing(preset)
    try expect(!transforms.isRandom, expected: "a transform without random steps", found: "\(transforms)")
    let found = transforms(image, using: &generator)
    let expected = preset.evaluationTransforms()(image, using: &generator)
    func misconception() -> Misconception? {
        isPrepared(found, from: image, preset) ? Q09.foreignPreprocessing : nil
    }
    try expect(
        found.channels == 3 && found.height == expected.height && found.width == expected.width,
        expected: "shape [3, \(expected.height), \(expected.width)]",
        found: "[\(found.channels), \(found.height), \(found.width)] after \(transforms)",
        misconception())
    if let i = found.values.indices.first(where: { !(abs(found.values[$0] - expected.values[$0]) <= 1e-3) }) {
        throw Mistake(
            expected: "number \(i) of the image: \(expected.values[i])",
            found: "\(found.values[i]) after \(transforms)", misconception())
    }
}

/// Whether `found` is the middle of `image`, resized to a usual size and normalised with some numbers, whatever they
/// are, or not at all.
private func isPrepared(_ found: FloatImage, from image: Image, _ preset: Preset) -> Bool {
    guard found.channels == 3, found.height == found.width, (2...1024).contains(found.height) else { return false }
    // The preset's own, what torchvision's weights were measured with, and what fits the size at hand in proportion.
    return Set([found.height, preset.resizeSize, 232, 256, found.height * 256 / 224]).contains { side in
        side >= found.height && isNormalised(found, from: image, resizedTo: side)
    }
}

private func isNormalised(_ found: FloatImage, from image: Image, resizedTo side: Int) -> Bool {
    var generator = SeededGenerator(seed: 0)
    let size = found.height
    let plain = Transforms([Resize(shortSide: side), CenterCrop(size: size)])(image, using: &generator)
    return (0..<3).contains { channel in
        let pixels = channel * size * size..<(channel + 1) * size * size
        let (x, y) = (plain.values[pixels], found.values[pixels])
        guard let low = x.indices.min(by: { x[$0] < x[$1] }), let high = x.indices.max(by: { x[$0] < x[$1] }),
            x[high] > x[low]
        else { return false }
        let slope = (y[high] - y[low]) / (x[high] - x[low])
        return x.indices.allSatisfy { abs(y[low] + slope * (x[$0] - x[low]) - y[$0]) < 1e-3 }
    }
}
