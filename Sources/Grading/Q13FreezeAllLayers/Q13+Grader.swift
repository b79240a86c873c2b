import TrainingCore

/// Grades Q13: after `freezeAllLayers`, nothing in a model may move.
public func gradeFreezeAllLayers(_ freezeAllLayers: (Module) throws -> Void, _ grading: Grading) {
    grading.check("no parameter wants a gradient") {
        let model = smallNetwork(grading)
        try freezeAllLayers(model)
        let open = model.namedParameters.filter(\.element.requiresGrad).map(\.name)
        let all = model.parameters.count
        try expect(
            open.isEmpty, expected: "0 of \(all) parameters with requiresGrad",
            found: "\(open.count), the first is \(open.first ?? "")",
            open.count == all ? Q13.flagOnACopy : Q13.someForgotten)
    }
    grading.check("batch-norm statistics stay through a training step") {
        let model = smallNetwork(grading)
        try freezeAllLayers(model)
        let before = model.namedBuffers.map { ($0.name, $0.element.value.values) }
        takeStep(model, SGD(model.parameters, learningRate: 0.1), grading)
        for ((name, old), (_, buffer)) in zip(before, model.namedBuffers) {
            try expect(
                buffer.value.values == old, expected: "\(name) unchanged", found: "\(name) moved", Q13.statisticsDrift)
        }
    }
    grading.check("an optimizer with momentum and weight decay from before moves nothing") {
        let model = smallNetwork(grading)
        let optimizer = SGD(model.parameters, learningRate: 0.1, momentum: 0.9, weightDecay: 0.1)
        takeStep(model, optimizer, grading)
        try freezeAllLayers(model)
        let before = model.namedParameters.map { ($0.name, $0.element.values) }
        let open = model.parameters.contains(where: \.requiresGrad)
        optimizer.step()
        for ((name, old), (_, parameter)) in zip(before, model.namedParameters) {
            try expect(
                parameter.values == old, expected: "\(name) unchanged", found: "\(name) moved",
                open ? nil : Q13.staleGradient)
        }
    }
    grading.check("the weights are still those that were loaded") {
        let model = smallNetwork(grading)
        let before = model.namedParameters.map(\.element.values)
        try freezeAllLayers(model)
        try expect(
            model.namedParameters.map(\.element.values) == before, expected: "the same values before and after",
            found: "other values")
    }
}

/// A residual network of a few thousand parameters, everything learning, in training mode.
private func smallNetwork(_ grading: Grading) -> ResNet {
    withSeed(grading.seed()) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 4) }
}

/// One ordinary training step on random images; it goes backward only if something may learn.
private func takeStep(_ model: Module, _ optimizer: Optimizer, _ grading: Grading) {
    var generator = grading.generator()
    let images = Tensor((0..<4 * 3 * 32 * 32).map { _ in generator.normal() }, shape: [4, 3, 32, 32])
    model.train()
    let loss = crossEntropy(model(images), [0, 1, 2, 0])
    if loss.requiresGrad { loss.backward() }
    optimizer.step()
}
