import TrainingCore

/// A training loop as people write it, with a probe; each part may be replaced by a wrong one.
struct HandWrittenLoop {
    var steps = 4
    var batchesPerStep = 1
    /// What is done to the model at the beginning of each epoch.
    var setMode: (Module) -> Void = { $0.train() }
    /// What forgets the last step's gradients.
    var zeroGrad: (TrainingSetup) -> Void = { $0.optimizer?.zeroGrad() }
    var forward: (Module, Tensor) -> Tensor = { $0($1) }
    var change: (Tensor) -> Tensor = { $0 }
    var loss: (Tensor, [Int]) -> Tensor = { crossEntropy($0, $1) }
    var maxGradNorm: Float?
    var clips = Clips.beforeStep

    /// Where gradients are clipped.
    enum Clips { case beforeBackward, beforeStep, afterStep }
    /// What takes the step, by its number.
    var step: (TrainingSetup, Int) -> Void = { setup, _ in setup.optimizer?.step() }
    /// What is done to the rates before a step, by its number.
    var setRates: (TrainingSetup, Int) -> Void = { _, _ in }

    /// Trains, and returns what the static rules and the probe find.
    func run(_ setup: TrainingSetup) throws -> [SetupFinding] {
        var probe = SetupProbe(setup)
        var findings = probe.findings
        guard let loader = setup.training else { return findings }
        var (epoch, step, passes) = (0, 0, 0)
        while step < steps {
            setMode(setup.model)
            let batches = loader.batches(epoch: epoch)
            epoch += 1
            while step < steps, let batch = try batches.next() {
                if passes == 0 {
                    setRates(setup, step)
                    zeroGrad(setup)
                }
                let images = change(batch.images)
                let logits = forward(setup.model, images)
                let value = loss(logits, batch.labels)
                findings += probe.beforeBackward(
                    images: images, logits: logits, labels: batch.labels, loss: value.item)
                guard value.item.isFinite else { return findings }
                if clips == .beforeBackward { findings += clip(setup, &probe) }
                value.backward()
                passes += 1
                guard passes == batchesPerStep else { continue }
                passes = 0
                if clips == .beforeStep { findings += clip(setup, &probe) }
                self.step(setup, step)
                step += 1
                findings += probe.afterStep()
                if clips == .afterStep { findings += clip(setup, &probe) }
            }
        }
        return findings
    }

    private func clip(_ setup: TrainingSetup, _ probe: inout SetupProbe) -> [SetupFinding] {
        guard let maxGradNorm, let optimizer = setup.optimizer else { return [] }
        return probe.clipped(norm: clipGradNorm(optimizer.parameters, maxNorm: maxGradNorm), to: maxGradNorm)
    }
}

/// What is found in a model and its loop when nothing but the loop is wrong.
func looped(_ model: Module? = nil, _ change: (inout HandWrittenLoop) -> Void) throws -> [SetupFinding] {
    let model = model ?? tiny()
    let parts = loaders()
    var loop = HandWrittenLoop()
    change(&loop)
    return try loop.run(
        TrainingSetup(
            model, optimizer: SGD(model.trainableParameters, learningRate: 0.05, momentum: 0.9),
            training: parts.training, validation: parts.validation))
}
