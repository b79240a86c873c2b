import TrainingCore

/// Grades Q24: a model measured on the validation set, without a trace.
public func gradeEvaluateValidation(
    _ evaluate: (
        _ model: Module, _ images: any ImageDataset, _ transforms: (training: Transforms, evaluation: Transforms),
        _ batchSize: Int
    ) throws -> (loss: Double, accuracy: Double),
    _ grading: Grading
) {
    grading.check("the loss is the mean over all images, each counting the same") {
        for scores in ScriptedScores.all(grading) {
            let found = try evaluate(scores.model, scores.images, scores.transforms, scores.batchSize).loss
            try scores.expectMean(of: scores.losses, found: found, "mean loss")
        }
    }
    grading.check("the accuracy is the share of right predictions, each image counting the same") {
        for scores in ScriptedScores.all(grading) {
            let found = try evaluate(scores.model, scores.images, scores.transforms, scores.batchSize).accuracy
            try scores.expectMean(of: scores.hits, found: found, "accuracy")
        }
    }
    grading.check("each image is shown once, prepared as for evaluation") {
        let data = ValidationCase(grading)
        _ = try evaluate(data.model, data.images, data.transforms, data.batchSize)
        let shown = data.model.passes.flatMap(\.images)
        let (plain, flipped) = (data.prepared(flipped: false), data.prepared(flipped: true))
        if let stranger = shown.firstIndex(where: { !plain.contains($0) }) {
            throw Mistake(
                expected: "\(plain.count) images as `transforms.evaluation` prepares them",
                found: "others; the first is image \(stranger) that the model was shown",
                shown.allSatisfy { plain.contains($0) || flipped.contains($0) } ? Q24.augmentation : nil)
        }
        try expect(
            shown.count == plain.count && Set(shown).count == plain.count, expected: "\(plain.count) images, each once",
            found: "\(Set(shown).count) different ones in \(shown.count)",
            shown.count == plain.count / data.batchSize * data.batchSize && Set(shown).count == shown.count
                ? Q24.lastLeftOut : nil)
        let largest = data.model.passes.map(\.images.count).max() ?? 0
        try expect(
            largest <= data.batchSize, expected: "batches of at most \(data.batchSize)", found: "one of \(largest)")
    }
    grading.check("every part of the model is in evaluation mode") {
        let data = ValidationCase(grading)
        _ = try evaluate(data.model, data.images, data.transforms, data.batchSize)
        try data.expectCalled()
        try data.expectEvaluationMode()
    }
    grading.check("no graph is recorded") {
        let data = ValidationCase(grading)
        _ = try evaluate(data.model, data.images, data.transforms, data.batchSize)
        try data.expectCalled()
        try expect(
            !data.model.passes.contains(where: \.isRecorded), expected: "logits that cannot go backward",
            found: "a graph behind them", data.model.passes[0].training.isEmpty ? Q24.onlyOne : Q24.asInTraining)
    }
    grading.check("each part has its own mode back, and nothing else has changed") {
        for mode in ValidationCase.Mode.allCases {
            let data = ValidationCase(grading, mode: mode)
            let before = ModelState(data.model)
            _ = try evaluate(data.model, data.images, data.transforms, data.batchSize)
            try data.expectCalled()
            try data.expectEvaluationMode()
            try expectUnchanged(data.model, since: before, mode)
        }
    }
    grading.check("the same if an image cannot be read, and the error goes on to the caller") {
        for mode in ValidationCase.Mode.allCases {
            let data = ValidationCase(grading, mode: mode)
            let before = ModelState(data.model)
            let images = UnreadablePicture(base: data.images, index: data.images.count - 2)
            let outcome = Result { try evaluate(data.model, images, data.transforms, data.batchSize) }
            if case .failure(let unfinished as Unfinished) = outcome { throw unfinished }
            if case .success = outcome { throw Mistake(expected: "the loader's error", found: "a result without it") }
            try data.expectEvaluationMode()
            try expectUnchanged(data.model, since: before, mode)
        }
    }
}

/// Everything about a model that a measurement must leave alone.
private struct ModelState {
    let training: [String]
    let trainable: [String]
    let values: ModelSnapshot

    init(_ model: Module) {
        training = model.partsInTraining
        trainable = model.namedParameters.filter(\.element.requiresGrad).map(\.name)
        values = ModelSnapshot(model)
    }
}

private func expectUnchanged(_ model: Module, since before: ModelState, _ mode: ValidationCase.Mode) throws {
    let after = ModelState(model)
    let all = model.namedModules.count
    try expect(
        after.training == before.training,
        expected:
            "\(mode.rawValue) before, and afterwards the same: \(before.training.count) of \(all) parts in training mode",
        found: "\(after.training.count)", Q24.modeNotRestored)
    let moved = before.values.movedParameters(after.values) + before.values.movedBuffers(after.values)
    try expect(
        moved.isEmpty, expected: "the same weights and statistics", found: "others in \(moved.first ?? "")")
    try expect(after.trainable, equals: before.trainable, "parameters that may learn")
}
