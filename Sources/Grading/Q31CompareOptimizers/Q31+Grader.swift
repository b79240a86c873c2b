import TrainingCore

/// Grades Q31: each optimizer with rates of its own, over several seeds, chosen on the validation set.
public func gradeCompareOptimizers(
    candidates: () throws -> [OptimizerCandidate],
    compare: ([OptimizerCandidate], [UInt64], OptimizerExperiment) throws -> OptimizerComparison, _ grading: Grading
) {
    /// Checks some comparisons, one after the other.
    func check(_ name: String, _ body: (OptimizerRecorder, OptimizerComparison) throws -> Void) {
        grading.check(name) {
            for _ in 0..<2 {
                let recorder = OptimizerRecorder(grading)
                try body(recorder, try compare(recorder.candidates, recorder.seeds, recorder.experiment))
            }
        }
    }

    grading.check("the candidates step as SGD, Adam and AdamW do") {
        try checkCandidateSteps(try candidates(), grading)
    }
    grading.check("each candidate has learning rates around its usual one") {
        try checkCandidateRates(try candidates())
    }
    check("each candidate is tried with its own learning rates", expectOwnRates)
    check("each learning rate is tried with every seed", expectAllSeeds)
    check("each run starts with a new model from its seed") { recorder, _ in
        try expectRuns(recorder)
        let isOneSeed = Set(recorder.runs.map(\.weightsSeed)).count == 1
        for run in recorder.runs {
            try expect(
                run.startsFresh, expected: "\(recorder.name(run.trial)): the first weights of seed \(run.seed)",
                found: run.startsMarked
                    ? "a model that was trained before"
                    : run.weightsSeed.map { "those of seed \($0)" } ?? "other weights",
                run.startsMarked ? Q31.weightsReused : isOneSeed && run.weightsSeed != nil ? Q31.oneSeed : nil)
        }
    }
    check("each run has an optimizer of its own, for its model's parameters") { recorder, _ in
        try expectRuns(recorder)
        for run in recorder.runs {
            try expect(
                run.isOptimizerNew, expected: "\(recorder.name(run.trial)): a new optimizer for each run",
                found: "one that an earlier run has used", Q31.stateCarriedOver)
            try expect(
                run.holdsModel, expected: "\(recorder.name(run.trial)): the parameters of the model that is trained",
                found: "others")
        }
    }
    check("the choice goes by the mean on the validation set, and the chosen models alone are tested", expectChoice)
}

private func expectRuns(_ recorder: OptimizerRecorder) throws {
    try expect(!recorder.runs.isEmpty, expected: "a run for each seed of each trial", found: "none")
}

private func expectOwnRates(_ recorder: OptimizerRecorder, _ comparison: OptimizerComparison) throws {
    let tried = Set(recorder.runs.map(\.trial))
    let rates = recorder.names.indices.map { candidate in
        Set(tried.filter { $0.candidate == candidate }.map(\.rate))
    }
    // All have been tried, and all with the same rates.
    let suspicion = Set(rates).count == 1 && !rates[0].isEmpty ? Q31.oneRate : nil
    for trial in recorder.trials {
        try expect(
            tried.contains(trial), expected: "a run of \(recorder.name(trial))", found: "none", suspicion)
    }
    let extra = tried.subtracting(recorder.trials).map(recorder.name).sorted()
    try expect(extra.isEmpty, expected: "no other runs", found: extra.first ?? "", suspicion)
    try expect(
        comparison.trials.map { "\($0.name) at \($0.learningRate)" }, equals: recorder.trials.map(recorder.name),
        "trials", suspicion)
}

private func expectAllSeeds(_ recorder: OptimizerRecorder, _ comparison: OptimizerComparison) throws {
    try expectRuns(recorder)
    let suspicion = Set(recorder.runs.map(\.seed)).count == 1 ? Q31.oneSeed : nil
    for trial in Set(recorder.runs.map(\.trial)) {
        let seeds = Set(recorder.runs.filter { $0.trial == trial }.map(\.seed))
        try expect(
            seeds == Set(recorder.seeds),
            expected: "\(recorder.name(trial)): runs with the \(recorder.seeds.count) seeds \(recorder.seeds)",
            found: "seeds \(seeds.sorted())", suspicion)
    }
    for trial in comparison.trials {
        try expect(
            trial.accuracies.count == recorder.seeds.count,
            expected: "\(trial.name) at \(trial.learningRate): \(recorder.seeds.count) accuracies",
            found: "\(trial.accuracies.count)")
    }
}

private func expectChoice(_ recorder: OptimizerRecorder, _ comparison: OptimizerComparison) throws {
    let right = recorder.trials.map(recorder.accuracies(of:))
    try expect(comparison.trials.count, equals: right.count, "number of trials")
    for (trial, accuracies) in zip(comparison.trials, right) {
        try expect(
            trial.accuracies, equals: accuracies, "\(trial.name) at \(trial.learningRate): accuracies",
            trial.accuracies == accuracies.map { 1 - $0 } ? Q31.chosenOnTest : nil)
    }
    // What other ways of choosing would give.
    func index(of value: ([Double]) -> Double) -> Int { right.indices.max { value(right[$0]) < value(right[$1]) } ?? 0 }
    let best = index { $0.reduce(0, +) }
    let byTest = [index { -$0.reduce(0, +) }, index { 1 - ($0.min() ?? 0) }, index { 1 - $0[0] }]
    let chosen = comparison.chosen
    try expect(
        chosen, equals: best, "chosen trial",
        chosen == index { $0.max() ?? 0 }
            ? Q31.luckiestSeed
            : recorder.tested.count > right[0].count && byTest.contains(chosen) ? Q31.chosenOnTest : nil)
    let tested = recorder.tested.map { $0.flatMap { recorder.runs.indices.contains($0) ? recorder.runs[$0] : nil } }
    try expect(
        tested.count == recorder.seeds.count && tested.allSatisfy { $0?.trial == recorder.trials[best] }
            && Set(tested.compactMap { $0?.seed }).count == recorder.seeds.count,
        expected:
            "the test set asked about the \(recorder.seeds.count) models of \(recorder.name(recorder.trials[best]))",
        found: "asked \(tested.count) times, about "
            + Set(tested.map { $0.map { recorder.name($0.trial) } ?? "an untrained model" }).sorted()
            .joined(separator: ", "))
    let mean = right[best].map { 1 - $0 }.reduce(0, +) / Double(right[best].count)
    try expect(
        abs(comparison.testAccuracy - mean) < 1e-9, expected: "test accuracy \(mean), the mean over the seeds",
        found: "\(comparison.testAccuracy)")
}
