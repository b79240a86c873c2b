import TrainingCore

/// A learner's training run that measures itself.
public typealias MonitoredTraining = (
    _ model: Module, _ training: DataLoader, _ validation: DataLoader, _ optimizer: Optimizer, _ epochs: Int
) throws -> [EpochRecord]

/// Grades Q23: what is measured in each epoch, and the curves of it.
public func gradeMonitorTraining(
    trainAndMonitor: MonitoredTraining, drawCurves: ([EpochRecord], String) throws -> Void, _ grading: Grading
) {
    grading.check("training loss and accuracy are means over the images of the epoch") {
        for _ in 0..<2 {
            let run = try MonitoredRun.telling(grading)
            let records = try run.records(trainAndMonitor).records
            let (truth, suspects) = (run.trainingCurves, run.trainingSuspects)
            try expectCurve(
                records.map(\.trainingLoss), truth.loss, "training loss", suspects.map { ($0, $1.loss) })
            try expectCurve(
                records.map(\.trainingAccuracy), truth.accuracy, "training accuracy",
                suspects.map { ($0, $1.accuracy) })
        }
    }
    grading.check("validation loss and accuracy are means over all images, in evaluation mode, without gradients") {
        for _ in 0..<2 {
            let run = try MonitoredRun.telling(grading)
            let records = try run.records(trainAndMonitor).records
            let (truth, suspects) = (run.validationCurves, run.validationSuspects)
            try expectCurve(
                records.map(\.validationLoss), truth.loss, "validation loss", suspects.map { ($0, $1.loss) })
            try expectCurve(
                records.map(\.validationAccuracy), truth.accuracy, "validation accuracy",
                suspects.map { ($0, $1.accuracy) })
        }
        let passes = try MonitoredRun.telling(grading).passes(trainAndMonitor)
        try expect(
            !passes.contains { $0.training.isEmpty && $0.isRecorded },
            expected: "logits that cannot go backward in evaluation mode", found: "a graph behind them",
            Q23.graphRecorded)
    }
    grading.check("measuring changes nothing: the model ends where training alone leads") {
        let run = try MonitoredRun.telling(grading)
        let numbers = MonitoredRun.numbers(of: try run.records(trainAndMonitor).model)
        func agree(with others: [String: [Float]]) -> Bool {
            others.allSatisfy { name, values in
                zip(values, numbers[name] ?? []).allSatisfy { abs($0 - $1) <= 1e-3 * max(1, abs($0)) }
            }
        }
        for (name, values) in run.end.sorted(by: { $0.key < $1.key }) {
            try expect(
                numbers[name] ?? [], closeTo: values, name,
                agree(with: run.endIfValidationMoves)
                    ? Q23.validationInTraining : agree(with: run.endInEvaluation) ? Q23.evaluationStays : nil)
        }
    }
    grading.check("the curves stand where the records say") {
        var generator = grading.generator()
        for epochs in [Int.random(in: 3...8, using: &generator), 24] {
            let expected = ExpectedCurves(epochs: epochs, using: &generator)
            let found = try expected.drawn(by: drawCurves)
            try expected.expectPerCent(in: found)
            try expected.expectSize(of: found)
            let right = expected.picture(withLabelsOf: found)
            if let missing = expected.missingPoint(in: found) {
                throw Mistake(
                    expected: "the curves of \(epochs) records", found: missing,
                    pictures: PictureComparison(expected: right, found: found))
            }
            try expect(found, looksLike: right, "the curves of \(epochs) records")
        }
    }
    grading.check("each panel has a title, and each axis a name") {
        var generator = grading.generator()
        let expected = ExpectedCurves(epochs: Int.random(in: 3...8, using: &generator), using: &generator)
        let found = try expected.drawn(by: drawCurves)
        try expected.expectPerCent(in: found)
        try expected.expectSize(of: found)
        for place in expected.labelPlaces where !found.hasInk(in: place) {
            throw Mistake(
                expected: place.what, found: "nothing where it should stand", Q23.emptyAxes,
                pictures: PictureComparison(expected: expected.picture, found: found))
        }
    }
}

extension MonitoredRun {
    /// What the learner's function returns for this run, and the model it trained.
    func records(_ trainAndMonitor: MonitoredTraining) throws -> (records: [EpochRecord], model: Module) {
        let (model, optimizer) = start()
        let records = try trainAndMonitor(model, training, validation, optimizer, Self.epochs)
        try expect(records.map(\.epoch), equals: Array(1...Self.epochs), "numbers of the epochs")
        return (records, model)
    }
}

extension MonitoredRun {
    /// Each time that the learner's function asks the model, in this run.
    fileprivate func passes(_ trainAndMonitor: MonitoredTraining) throws -> [ObservedModel.Pass] {
        let (model, optimizer) = start()
        let observed = ObservedModel(model)
        _ = try trainAndMonitor(observed, training, validation, optimizer, Self.epochs)
        return observed.passes
    }
}

/// Fails the running check unless a curve is the expected one. A mistake is named if it alone would give this curve.
private func expectCurve(
    _ found: [Double], _ truth: [Double], _ what: String,
    _ suspects: [(misconception: Misconception, curve: [Double])]
) throws {
    func agree(_ a: [Double], _ b: [Double]) -> Bool { zip(a, b).allSatisfy { abs($0 - $1) <= 1e-4 * max(1, abs($1)) } }
    guard let epoch = found.indices.first(where: { !agree([found[$0]], [truth[$0]]) }) else { return }
    let names = Set(suspects.filter { agree(found, $0.curve) }.map(\.misconception))
    throw Mistake(
        expected: "\(what) of epoch \(epoch + 1): \(truth[epoch])", found: "\(found[epoch])",
        names.count == 1 ? names.first : nil)
}
