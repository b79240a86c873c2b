import RandomNumbers
import TrainingCore

/// The functions of Q30.
public struct NumberOfEpochsAnswer {
    typealias TrainKeepingBest = (Module, Int, (Int) throws -> Void, () throws -> Double) throws -> EpochRun

    let snapshot: (Module) throws -> [String: Tensor]
    let trainKeepingBest: TrainKeepingBest
    let compare: ([Int], UInt64, EpochExperiment) throws -> EpochComparison

    /// An answer.
    public init(
        snapshot: @escaping (Module) throws -> [String: Tensor],
        trainKeepingBest: @escaping (Module, Int, (Int) throws -> Void, () throws -> Double) throws -> EpochRun,
        compare: @escaping ([Int], UInt64, EpochExperiment) throws -> EpochComparison
    ) {
        self.snapshot = snapshot
        self.trainKeepingBest = trainKeepingBest
        self.compare = compare
    }

    /// Why a model has the last epoch's weights instead of the best one's.
    var causeOfLastWeights: Misconception {
        let model = MarkedModel.fresh(seed: 1)
        let before = model.namedParameters.map { ($0.name, $0.element.values) }
        guard let kept = try? snapshot(model) else { return Q30.lastInsteadOfBest }
        MarkedModel.mark(model, 0)
        let hasChanged = before.contains { name, values in kept[name].map { $0.values != values } ?? false }
        return hasChanged ? Q30.keptByReference : Q30.lastInsteadOfBest
    }
}

/// Grades Q30: snapshots that stay as they are, the best epoch restored, and runs that know nothing of each other.
public func gradeNumberOfEpochs(_ answer: NumberOfEpochsAnswer, _ grading: Grading) {
    grading.check("a snapshot has every parameter and every buffer, and keeps its numbers") {
        for model in FreezingModels.all(grading) { try checkSnapshot(of: model, answer) }
    }
    grading.check("each epoch is trained and measured once, and the first of the best is found") {
        for hasTie in [false, true] {
            let curve = Curve(grading, hasTie: hasTie)
            let (run, epochs, _) = try curve.run(answer)
            try expect(epochs, equals: Array(0..<curve.accuracies.count), "epochs trained")
            try expect(run.accuracies, equals: curve.accuracies, "accuracies")
            try expect(
                run.bestEpoch, equals: curve.best, "best epoch of \(curve.accuracies)",
                run.bestEpoch == curve.accuracies.count - 1 ? Q30.lastInsteadOfBest : nil)
        }
    }
    grading.check("at the end the model is as it was after its best epoch") {
        for hasTie in [false, true] {
            let curve = Curve(grading, hasTie: hasTie)
            let (_, _, model) = try curve.run(answer)
            try expectState(of: model, is: curve.best, last: curve.accuracies.count - 1, answer)
        }
    }
    grading.check("each count has a run of its own, from the first weights, with its own optimizer") {
        try checkComparisons(answer, grading, expectRunsOfTheirOwn)
    }
    grading.check("each schedule is as long as its run") {
        try checkComparisons(answer, grading, expectSchedules)
    }
    grading.check("runs and epochs are chosen on the validation set, and the chosen model is tested once") {
        try checkComparisons(answer, grading) { try expectChoice($0, $1, answer) }
    }
}

private func checkComparisons(
    _ answer: NumberOfEpochsAnswer, _ grading: Grading, _ body: (EpochRecorder, EpochComparison) throws -> Void
) throws {
    for _ in 0..<3 {
        let recorder = EpochRecorder(grading)
        try body(recorder, try answer.compare(recorder.counts, recorder.seed, recorder.experiment))
    }
}

// MARK: - One run

private func checkSnapshot(of model: Module, _ answer: NumberOfEpochsAnswer) throws {
    let before = ModelSnapshot(model)
    let kept = try answer.snapshot(model)
    try expect(
        before.movedParameters(ModelSnapshot(model)).isEmpty && before.movedBuffers(ModelSnapshot(model)).isEmpty,
        expected: "a model that stays as it is", found: "other numbers in it")
    let missing = (before.parameters + before.buffers).map(\.name).filter { kept[$0] == nil }
    let buffers = Set(before.buffers.map(\.name))
    try expect(
        missing.isEmpty, expected: "\(before.parameters.count) parameters and \(buffers.count) buffers",
        found: "\(missing.count) are missing, the first is \(missing.first ?? "")",
        Set(missing).isSubset(of: buffers) ? Q30.statisticsLeft : nil)
    try expect(
        kept.count == before.parameters.count + before.buffers.count,
        expected: "nothing but the parameters and buffers", found: "\(kept.count) names")
    let first = kept.mapValues(\.values)
    MarkedModel.mark(model, 1)
    for (name, values) in before.parameters + before.buffers {
        try expect(
            first[name] == values, expected: "the numbers of \(name) when it was taken", found: "others")
        try expect(
            kept[name]?.values == values, expected: "the same numbers of \(name) after more training",
            found: "those of the later epoch", Q30.keptByReference)
    }
}

/// Validation accuracies that a run is to see.
private struct Curve {
    let accuracies: [Double]
    let best: Int

    /// The best epoch is neither the first nor the last; with a tie, one between it and the last is as good.
    init(_ grading: Grading, hasTie: Bool) {
        var generator = grading.generator()
        let count = Int.random(in: 6...9, using: &generator)
        var accuracies = generator.permutation(count).map { 0.3 + 0.05 * Double($0) }
        best = Int.random(in: 1...count - 3, using: &generator)
        accuracies[best] = 0.9
        if hasTie { accuracies[Int.random(in: best + 1...count - 2, using: &generator)] = 0.9 }
        self.accuracies = accuracies
    }

    /// What the learner's function does with a model that is marked with the number of each epoch.
    func run(_ answer: NumberOfEpochsAnswer) throws -> (run: EpochRun, epochs: [Int], model: Module) {
        let model = MarkedModel.fresh(seed: 1)
        var epochs: [Int] = []
        let run = try answer.trainKeepingBest(
            model, accuracies.count,
            { epoch in
                try expect(
                    accuracies.indices.contains(epoch), expected: "epochs 0 to \(accuracies.count - 1)",
                    found: "epoch \(epoch)")
                epochs.append(epoch)
                MarkedModel.mark(model, epoch)
            }, { epochs.last.map { MarkedModel.mark(of: model) == $0 ? accuracies[$0] : 0.1 } ?? 0.1 })
        return (run, epochs, model)
    }
}

/// Fails the check unless the model is marked with the best epoch's number.
private func expectState(of model: Module, is best: Int, last: Int, _ answer: NumberOfEpochsAnswer) throws {
    let (whole, parameters) = (MarkedModel.mark(of: model), MarkedModel.markOfParameters(model))
    let suspicion: Misconception? =
        parameters == best ? Q30.statisticsLeft : parameters == last ? answer.causeOfLastWeights : nil
    try expect(
        whole == best, expected: "parameters and buffers as after epoch \(best)",
        found: parameters == best
            ? "the parameters, but other buffers" : parameters.map { "epoch \($0)" } ?? "other numbers", suspicion)
}

// MARK: - Comparing runs

private func expectRunsOfTheirOwn(_ recorder: EpochRecorder, _ comparison: EpochComparison) throws {
    for call in recorder.calls where call.epoch == 0 {
        try expect(
            call.startsFresh, expected: "each run starts with the first weights of seed \(recorder.seed)",
            found: call.startsMarked ? "a model that was trained before" : "other weights",
            call.startsMarked ? Q30.carriedOver : nil)
    }
    try expect(comparison.runs.count, equals: recorder.counts.count, "number of runs")
    var used: [Optimizer] = []
    for (count, run) in zip(recorder.counts, comparison.runs) {
        let calls = try recorder.run(of: count)
        try expect(recorder.calls[calls].map(\.epoch), equals: Array(0..<count), "epochs of the run of \(count)")
        try expect(run.accuracies.count, equals: count, "accuracies of the run of \(count) epochs")
        let optimizers = recorder.calls[calls].map(\.optimizer)
        try expect(
            recorder.calls[calls].allSatisfy(\.holdsModel) && optimizers.allSatisfy { $0 === optimizers[0] },
            expected: "one optimizer, made for the model of the run of \(count)", found: "another model's, or several")
        try expect(
            !used.contains { $0 === optimizers[0] }, expected: "an optimizer of its own for the run of \(count)",
            found: "that of an earlier run")
        used.append(optimizers[0])
    }
}

private func expectSchedules(_ recorder: EpochRecorder, _ comparison: EpochComparison) throws {
    let isSame = Set(recorder.calls.map(\.scheduleSteps)).count == 1
    for count in recorder.counts {
        for call in try recorder.run(of: count) {
            let found = recorder.calls[call].scheduleSteps
            try expect(
                found == count * recorder.stepsPerEpoch,
                expected: "\(count) epochs of \(recorder.stepsPerEpoch) steps: a schedule of "
                    + "\(count * recorder.stepsPerEpoch)",
                found: "\(found)", isSame ? Q30.scheduleUnchanged : nil)
        }
    }
}

private func expectChoice(
    _ recorder: EpochRecorder, _ comparison: EpochComparison, _ answer: NumberOfEpochsAnswer
) throws {
    try expect(comparison.runs.count, equals: recorder.counts.count, "number of runs")
    let calls = try recorder.counts.map { try recorder.run(of: $0) }
    let bests = calls.map { run in run.max { recorder.accuracy(after: $0) < recorder.accuracy(after: $1) } ?? 0 }
    for (run, found) in zip(calls, comparison.runs) {
        try expect(
            found.accuracies, equals: run.map(recorder.accuracy), "accuracies on the validation set",
            found.accuracies == run.map(recorder.testAccuracy) ? Q30.chosenOnTest : nil)
    }
    // What other ways of choosing would give.
    func index(of value: (Int) -> Double) -> Int { bests.indices.max { value($0) < value($1) } ?? 0 }
    let right = index { recorder.accuracy(after: bests[$0]) }
    let byTest = [
        index { recorder.testAccuracy(after: bests[$0]) },
        index { recorder.testAccuracy(after: calls[$0].upperBound - 1) },
        index { calls[$0].map(recorder.testAccuracy).max() ?? 0 },
    ]
    let byLast = index { recorder.accuracy(after: calls[$0].upperBound - 1) }
    try expect(
        comparison.chosen, equals: right, "chosen run",
        byLast == comparison.chosen && recorder.callsBeforeTest.count == 1
            ? Q30.lastInsteadOfBest
            : recorder.callsBeforeTest.count > 1 && byTest.contains(comparison.chosen) ? Q30.chosenOnTest : nil)
    try expectState(of: comparison.model, is: bests[right], last: calls[right].upperBound - 1, answer)
    let questions = recorder.callsBeforeTest
    try expect(
        questions.count == 1, expected: "the test set asked once, about the chosen model",
        found: "asked \(questions.count) times", questions.count == recorder.counts.count ? Q30.chosenOnTest : nil)
    try expect(questions, equals: [recorder.calls.count], "epochs trained before the question to the test set")
    try expect(
        comparison.testAccuracy, equals: recorder.testAccuracy(after: bests[right]), "test accuracy of the chosen model"
    )
}
