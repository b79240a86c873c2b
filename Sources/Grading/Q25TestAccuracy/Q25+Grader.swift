import TrainingCore

/// Grades Q25: accuracy, and a choice that keeps the test set out of it.
public func gradeTestAccuracy(
    _ accuracy: (_ model: Module, _ loader: DataLoader) throws -> Double,
    _ chooseAndTest: (
        _ candidates: [Module], _ validation: DataLoader, _ test: DataLoader
    ) throws -> (chosen: Int, testAccuracy: Double),
    _ grading: Grading
) {
    grading.check("accuracy is the share of right predictions among all images, 0…1") {
        let cases = ScriptedScores.all(grading)
        let found = try cases.map { try accuracy($0.model, DataLoader($0.images, batchSize: $0.batchSize)) }
        try expectAccuracies(
            found, equal: cases.map { $0.accuracies.right }, { "\(cases[$0].images.count) images" },
            among: [
                (Q25.integerDivision, cases.map { $0.accuracies.truncated }),
                (Q25.integerDivision, cases.map { $0.accuracies.truncatedPercent }),
                (Q25.integerDivision, cases.map { 100 * $0.accuracies.truncatedPercent }),
                (Q25.batchesAveraged, cases.map { $0.accuracies.ofBatches }),
                (Q25.wrongAxis, cases.map { $0.accuracies.ofColumns }),
                (Q25.wrongAxis, cases.map { $0.accuracies.ofColumnsAmongPairs }),
                (Q25.wrongAxis, cases.map { $0.accuracies.ofTransposed }),
            ])
        // Who was right so far can only have mistaken the order.
        for _ in 0..<4 {
            let data = ConfusionCase(grading, sampler: .shuffled)
            let right = data.counts.indices.map { data.counts[$0][$0] }.reduce(0, +)
            let expected = Double(right) / Double(data.loader.dataset.count)
            let found = try accuracy(data.model, data.loader)
            try expect(
                abs(found - expected) < 1e-5, expected: "accuracy \(expected) with a loader that shuffles",
                found: "\(found)", Q25.anotherOrder)
        }
    }
    grading.check("the model is measured in evaluation mode and without a graph, and has its mode back") {
        for isTraining in [true, false] {
            let scores = ScriptedScores.all(grading)[0]
            try scores.model.expectMeasured(from: isTraining, trainingMode: Q25.trainingMode) {
                _ = try accuracy(scores.model, DataLoader(scores.images, batchSize: scores.batchSize))
            }
        }
    }
    grading.check("the candidate that is best on validation is chosen") {
        let cases = (0..<4).map { _ in Candidates(grading) }
        let found = try cases.map { try chooseAndTest($0.models, $0.validation, $0.test).chosen }
        let suspects = [
            (misconception: Q25.chosenOnTest, answers: cases.map(\.bestOnTest)),
            (misconception: Q25.chosenOnTest, answers: cases.map(\.bestOnBoth)),
        ]
        for (candidates, chosen) in zip(cases, found) {
            let scores = candidates.validationHits.map { "\($0)" }.joined(separator: ", ")
            try expect(
                chosen == candidates.bestOnValidation,
                expected: "candidate \(candidates.bestOnValidation) of those with \(scores) validation images right",
                found: "candidate \(chosen)", explanation(of: found, among: suspects))
        }
    }
    grading.check("the accuracy that is reported is the chosen candidate's on the test set") {
        let cases = (0..<4).map { _ in Candidates(grading) }
        let found = try cases.map { try chooseAndTest($0.models, $0.validation, $0.test).testAccuracy }
        try expectAccuracies(
            found, equal: cases.map { $0.onTest($0.bestOnValidation) }, { "\(cases[$0].test.dataset.count) images" },
            among: [
                (Q25.validationReported, cases.map { $0.onValidation($0.bestOnValidation) }),
                (Q25.validationReported, cases.map { $0.onValidation($0.bestOnTest) }),
                (Q25.validationReported, cases.map { $0.onBoth($0.bestOnValidation) }),
                (Q25.chosenOnTest, cases.map { $0.onTest($0.bestOnTest) }),
                (Q25.chosenOnTest, cases.map { $0.onTest($0.bestOnBoth) }),
                (Q25.integerDivision, cases.map { $0.onTest($0.bestOnValidation).rounded(.down) }),
            ])
    }
    grading.check("only the chosen candidate meets the test images") {
        for _ in 0..<2 {
            let candidates = Candidates(grading)
            _ = try chooseAndTest(candidates.models, candidates.validation, candidates.test)
            let met = candidates.models.indices.filter { candidates.hasMetTestImages($0) }
            try expect(!met.isEmpty, expected: "one candidate measured on the test set", found: "none")
            try expect(
                met.count == 1, expected: "1 of \(candidates.models.count) candidates measured on the test set",
                found: "\(met.count): candidates \(met.map(String.init).joined(separator: ", "))", Q25.chosenOnTest)
        }
    }
}

/// Fails unless the accuracies agree to five decimals; names the mistake that would have given them in every case.
private func expectAccuracies(
    _ found: [Double], equal expected: [Double], _ what: (Int) -> String,
    among suspects: [(misconception: Misconception, answers: [Double])]
) throws {
    let rounded = { (values: [Double]) in values.map { ($0 * 1e5).rounded() } }
    let (ours, theirs) = (rounded(expected), rounded(found))
    guard let wrong = ours.indices.first(where: { ours[$0] != theirs[$0] }) else { return }
    throw Mistake(
        expected: "accuracy \(expected[wrong]) on \(what(wrong))", found: "\(found[wrong])",
        explanation(of: theirs, among: suspects.map { ($0.misconception, rounded($0.answers)) }))
}
