import TrainingCore

/// Models of a few thousand parameters for the questions about freezing, everything learning, in training mode.
///
/// They take images of 32×32 pixels and tell three classes apart.
enum FreezingModels {
    /// A residual network, and a chain that also has biases in a convolution and a batch norm over features.
    static func all(_ grading: Grading) -> [Module] { [residual(grading), chain(grading)] }

    static func residual(_ grading: Grading, width: Int = 4) -> ResNet {
        withSeed(grading.seed()) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: width) }
    }

    static func chain(_ grading: Grading) -> Sequential {
        withSeed(grading.seed()) {
            Sequential(
                Conv2d(3, 4, kernel: 3, stride: 2), BatchNorm2d(4), ReLU(), AdaptiveAvgPool2d(2), Flatten(),
                Linear(16, 6), BatchNorm1d(6), ReLU(), Linear(6, 3))
        }
    }

    /// Gives every parameter a gradient, as a step would that nobody cleaned up after.
    static func leaveGradients(in model: Module) {
        for parameter in model.parameters { parameter.grad = Tensor(repeating: 0.5, shape: parameter.shape) }
    }

    /// Four images of random numbers.
    static func images(_ grading: Grading) -> Tensor {
        var generator = grading.generator()
        return Tensor((0..<4 * 3 * 32 * 32).map { _ in generator.normal() }, shape: [4, 3, 32, 32])
    }

    /// One ordinary training step; it goes backward only if something may learn.
    static func step(_ model: Module, _ optimizer: Optimizer?, on images: Tensor) throws {
        model.train()
        let logits = model(images)
        try expect(
            logits.rank == 2 && logits.shape[0] == images.shape[0] && logits.shape[1] >= 2,
            expected: "logits for \(images.shape[0]) images", found: "a tensor of shape \(logits.shape)")
        let loss = crossEntropy(logits, [0, 1, 1, 0])
        if loss.requiresGrad { loss.backward() }
        optimizer?.step()
    }
}
