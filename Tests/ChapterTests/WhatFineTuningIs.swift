import Foundation
import Testing
import TrainingCore

/// The code of chapter 1, "What fine-tuning is, and when it helps".
@Suite("Chapter 1")
struct WhatFineTuningIs {
    @Test func aFrozenLayerGetsNoGradientButPassesItOn() throws {
        let lines = middleFrozen()
        let text = Chapter("01-fine-tuning.md").text
        #expect(text.contains("```text\n" + lines.joined(separator: "\n") + "\n```"), "\(lines)")
    }

    @Test func backwardStopsWhereNothingEarlierLearns() throws {
        let lines = startFrozen()
        let text = Chapter("01-fine-tuning.md").text
        #expect(text.contains("```text\n" + lines.joined(separator: "\n") + "\n```"), "\(lines)")
    }

    /// Three layers, the middle one frozen: what gradients arrive after one backward pass.
    private func middleFrozen() -> [String] {
        let model = withSeed(1) { Sequential(Linear(4, 8), ReLU(), Linear(8, 8), ReLU(), Linear(8, 2)) }
        model[2].freeze()

        let images = Tensor([1, -1, 2, 0, -2, 1, 0, 1], shape: [2, 4])
        crossEntropy(model(images), [0, 1]).backward()
        return gradients(of: model)
    }

    /// The first two of three layers frozen.
    private func startFrozen() -> [String] {
        let model = withSeed(1) { Sequential(Linear(4, 8), ReLU(), Linear(8, 8), ReLU(), Linear(8, 2)) }
        model[0].freeze()
        model[2].freeze()

        let images = Tensor([1, -1, 2, 0, -2, 1, 0, 1], shape: [2, 4])
        let features = model[3](model[2](model[1](model[0](images))))
        let loss = crossEntropy(model[4](features), [0, 1])
        loss.backward()
        return gradients(of: model) + ["features want a gradient: \(features.requiresGrad)"]
    }

    private func gradients(of model: Module) -> [String] {
        model.namedParameters.map { name, parameter in
            guard let gradient = parameter.grad else { return "\(name)  no gradient" }
            let norm = gradient.values.map { $0 * $0 }.reduce(0, +).squareRoot()
            return "\(name)  gradient of norm \(String(format: "%.3f", norm))"
        }
    }
}
