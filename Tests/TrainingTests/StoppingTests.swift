import Layers
import Optimizers
import Tensors
import Testing
import Training

@Suite("Stopping early and keeping the best")
struct StoppingTests {
    @Test(
        arguments: [
            (EarlyStopping(patience: 1), [3, 2, 2.5], [false, false, true]),
            (EarlyStopping(patience: 2), [3, 3, 2, 2, 2], [false, false, false, false, true]),
            (EarlyStopping(patience: 1, minDelta: 0.5), [3, 2.4, 2], [false, false, true]),
            (EarlyStopping(patience: 1, goal: .max), [3, 4, 4], [false, false, true]),
            (EarlyStopping(patience: 2), [.nan, .nan], [false, true]),
        ] as [(EarlyStopping, [Double], [Bool])])
    func itStopsWhenNothingGetsBetter(_ stopping: EarlyStopping, _ metrics: [Double], _ expected: [Bool]) {
        var stopping = stopping
        #expect(metrics.map { stopping.shouldStop(after: $0) } == expected)
    }

    @Test func aRunEndsWhenItIsToldTo() throws {
        let model = threeParts()
        var asked: [Int] = []
        let records = try fit(
            model, training: Pictures.training, validation: Pictures.validation,
            optimizer: SGD(model.parameters, learningRate: 0.1), epochs: 5,
            shouldStop: {
                asked.append($0.epoch)
                return $0.epoch == 2
            })
        #expect(records.map(\.epoch) == [1, 2] && asked == [1, 2])
    }

    @Test func theBestEpochsWeightsComeBack() throws {
        let model = threeParts()
        var best = BestWeights()
        var states: [[String: [Float]]] = []
        let metrics = [3, .nan, 1, 1, 2]
        try fit(
            model, training: Pictures.training, validation: Pictures.validation,
            optimizer: SGD(model.parameters, learningRate: 0.1), epochs: 5,
            onEpoch: {
                states.append(model.state)
                best.keep(model, ifBest: metrics[$0.epoch - 1], epoch: $0.epoch)
            })
        #expect(best.epoch == 3 && best.metric == 1 && states[2] != states[4])
        best.restore(to: model)
        #expect(model.state == states[2])
        let other = threeParts()
        best.restore(to: other)
        #expect(other.state == states[2])
    }

    @Test func nothingKeptNothingRestored() {
        let model = threeParts()
        let before = model.state
        var best = BestWeights(goal: .max)
        let kept = best.keep(model, ifBest: .nan, epoch: 1)
        #expect(!kept)
        best.restore(to: model)
        #expect(best.epoch == nil && model.state == before)
    }
}
