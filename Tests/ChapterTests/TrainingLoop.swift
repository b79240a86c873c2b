import Foundation
import Testing
import TrainingCore

/// The code of chapter 7, "Training", on the loss and the optimizer.
@Suite("Chapter 7, loss and optimizer")
struct TrainingLoop {
    @Test func softmaxFirstHasAFloor() {
        let sure = Tensor([1] + [Float](repeating: 0, count: 9), shape: [1, 10])  // probabilities, and right
        let best = crossEntropy(sure, [0]).item  // 1.461, where 0 was meant
        #expect(abs(best - 1.461) < 1e-3)
    }

    @Test func logSoftmaxOfAVanishingProbability() {
        let logits = Tensor([0, -150], shape: [1, 2])
        #expect(logSoftmax(logits).values == [0, -150])
        #expect(log(softmax(logits)).values[1] == -.infinity)
    }

    @Test func decayInAdamAndApartFromIt() {
        let text = Chapter("07-training.md").text
        let lines = [
            ("Adam without decay", { Adam([$0], learningRate: 0.1) }),
            ("Adam", { Adam([$0], learningRate: 0.1, weightDecay: 0.5) }),
            ("AdamW", { AdamW([$0], learningRate: 0.1, weightDecay: 0.5) }),
        ].map { (name: String, make: (Parameter) -> Optimizer) in
            let weight = Parameter(Tensor(1))
            weight.grad = Tensor(1)
            make(weight).step()
            return name.padding(toLength: 20, withPad: " ", startingAt: 0) + String(format: "%.3f", weight.item)
        }
        #expect(text.contains("```text\n" + lines.joined(separator: "\n") + "\n```"), "\(lines)")
    }
}
