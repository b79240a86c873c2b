import TrainingCore

/// Grades Q13: after `freezeAllLayers`, nothing in a model may move.
public func gradeFreezeAllLayers(_ freezeAllLayers: (Module) throws -> Void, _ grading: Grading) {
    grading.check("no parameter wants a gradient") {
        for model in FreezingModels.all(grading) {
            try freezeAllLayers(model)
            let open = model.namedParameters.filter(\.element.requiresGrad).map(\.name)
            try expect(
                open.isEmpty, expected: "0 of \(model.parameters.count) parameters with requiresGrad",
                found: "\(open.count), the first is \(open.first ?? "")", Q13.explanation(of: open, in: model))
        }
    }
    grading.check("batch-norm statistics stay through a training step") {
        for model in FreezingModels.all(grading) {
            try freezeAllLayers(model)
            let before = ModelSnapshot(model)
            try FreezingModels.step(
                model, SGD(model.parameters, learningRate: 0.1), on: FreezingModels.images(grading))
            let moved = before.movedBuffers(ModelSnapshot(model))
            try expect(
                moved.isEmpty, expected: "0 of \(before.buffers.count) buffers moved",
                found: "\(moved.count), the first is \(moved.first ?? "")", Q13.statisticsDrift)
        }
    }
    grading.check("an optimizer with momentum and weight decay from before moves nothing") {
        for model in FreezingModels.all(grading) {
            let optimizer = SGD(model.parameters, learningRate: 0.1, momentum: 0.9, weightDecay: 0.1)
            try FreezingModels.step(model, optimizer, on: FreezingModels.images(grading))
            try freezeAllLayers(model)
            let before = ModelSnapshot(model)
            optimizer.step()
            let moved = before.movedParameters(ModelSnapshot(model))
            try expect(
                moved.isEmpty, expected: "0 of \(before.parameters.count) parameters moved",
                found: "\(moved.count), the first is \(moved.first ?? "")",
                model.isFrozen ? Q13.staleGradient : nil)
        }
    }
    grading.check("the weights are still those that were loaded") {
        for model in FreezingModels.all(grading) {
            let before = ModelSnapshot(model)
            try freezeAllLayers(model)
            let after = ModelSnapshot(model)
            try expect(after.parameters.map(\.name), equals: before.parameters.map(\.name), "names")
            let moved = before.movedParameters(after) + before.movedBuffers(after)
            try expect(
                moved.isEmpty, expected: "the same values before and after",
                found: "other values in \(moved.first ?? "")")
        }
    }
}

extension Q13 {
    /// Why some parameters were left open, if that is plain to see.
    fileprivate static func explanation(of open: [String], in model: Module) -> Misconception? {
        if open.count == model.parameters.count { return model.isTraining ? flagOnACopy : evaluationMode }
        let norms = model.namedModules.filter { $0.element is BatchNorm }.map(\.name)
        let isForgettable = { (name: String) in
            name.hasSuffix("bias") || norms.contains(where: { name.hasPrefix($0 + ".") })
        }
        return open.allSatisfy(isForgettable) ? someForgotten : nil
    }
}
