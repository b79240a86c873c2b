import RandomNumbers
import TrainingCore

/// An experiment with numbers of epochs in which nothing is trained: it notes what it is asked for. What does best on
/// the validation set does worst on the test set.
final class EpochRecorder {
    /// One call of `trainEpoch`.
    struct Call {
        let epoch: Int
        let scheduleSteps: Int
        let startsFresh, startsMarked: Bool
        let holdsModel: Bool
        let optimizer: Optimizer
    }

    let counts: [Int]
    let seed: UInt64
    let stepsPerEpoch: Int
    private(set) var calls: [Call] = []
    /// How many epochs had been trained when the test set was asked.
    private(set) var callsBeforeTest: [Int] = []
    private let accuracies: [Double]

    init(_ grading: Grading) {
        var generator = grading.generator()
        counts = Array([2, 3, 4, 5, 7].shuffled(using: &generator).prefix(3))
        seed = grading.seed()
        stepsPerEpoch = Int.random(in: 5...20, using: &generator)
        // All different, in random order.
        accuracies = generator.permutation(100).map { 0.2 + 0.006 * Double($0) }
    }

    /// What the learner is given.
    var experiment: EpochExperiment {
        EpochExperiment(
            stepsPerEpoch: stepsPerEpoch, makeModel: { MarkedModel.fresh(seed: $0) },
            makeOptimizer: { model in
                try expect(!model.parameters.isEmpty, expected: "a model of makeModel", found: "one without parameters")
                return SGD(model.parameters, learningRate: 0.1, momentum: 0.9)
            },
            trainEpoch: { try self.train($0, $1, $2, $3) },
            validationAccuracy: { MarkedModel.mark(of: $0).map(self.accuracy(after:)) ?? 0.1 },
            testAccuracy: { model in
                self.callsBeforeTest.append(self.calls.count)
                return MarkedModel.mark(of: model).map { self.testAccuracy(after: $0) } ?? 0.1
            })
    }

    /// The validation accuracy after the call with a number.
    func accuracy(after call: Int) -> Double { accuracies[call % accuracies.count] }

    /// The test accuracy after the call with a number.
    func testAccuracy(after call: Int) -> Double { 1 - accuracy(after: call) }

    /// The calls of each run: a run begins with epoch 0.
    var runs: [Range<Int>] {
        let starts = calls.indices.filter { calls[$0].epoch == 0 }
        return zip(starts, starts.dropFirst() + [calls.count]).map { $0..<$1 }
    }

    /// The calls of the run with so many epochs.
    func run(of count: Int) throws -> Range<Int> {
        guard let run = runs.first(where: { $0.count == count }) else {
            let lengths = runs.map { "\($0.count)" }.joined(separator: ", ")
            throw Mistake(
                expected: "a run of \(count) epochs, counted from 0",
                found: runs.isEmpty ? "no epoch 0" : "runs of \(lengths) epochs",
                !runs.isEmpty && runs.count < counts.count && calls.count >= counts.max() ?? 0 ? Q30.carriedOver : nil)
        }
        return run
    }

    private func train(_ model: Module, _ optimizer: Optimizer, _ schedule: OneCycle, _ epoch: Int) throws {
        try expect(calls.count < 100, expected: "a run for each count", found: "over 100 epochs")
        let held = Set(optimizer.parameters.map(ObjectIdentifier.init))
        calls.append(
            Call(
                epoch: epoch, scheduleSteps: schedule.steps,
                startsFresh: MarkedModel.isFresh(model, seed: seed), startsMarked: MarkedModel.isMarked(model),
                holdsModel: held == Set(model.parameters.map(ObjectIdentifier.init)), optimizer: optimizer))
        MarkedModel.mark(model, calls.count - 1)
    }
}
