import Checks
import Foundation
import Grading
import Testing
import TrainingCore

@Suite("Q23 wrong and alternative answers")
struct Question23 {
    // MARK: - Measuring

    @Test func meanOfBatchMeans() {
        expectRejected(onlyBecause: "mean of batch means") { gradeMeasuring(batchMeans: true, $0) }
    }

    @Test func onlyTheAccuracyIsAMeanOfMeans() {
        expectRejected(onlyBecause: "mean of batch means") { gradeMeasuring(accuracyMeans: true, $0) }
    }

    @Test func accumulatorsOfTheWholeRun() {
        expectRejected(onlyBecause: "accumulators not reset") { gradeMeasuring(reset: .never, $0) }
    }

    @Test func validationGoesOnWithTheSumsOfTraining() {
        expectRejected(onlyBecause: "accumulators not reset") { gradeMeasuring(reset: .onceAnEpoch, $0) }
    }

    @Test func onlyTheNumberOfImagesIsReset() {
        expectRejected(onlyBecause: "accumulators not reset") { gradeMeasuring(reset: .countsOnly, $0) }
    }

    @Test func validationInTrainingMode() {
        expectRejected(onlyBecause: "validation in training mode") { gradeMeasuring(evaluates: false, $0) }
    }

    @Test func lastBatch() {
        expectRejected(onlyBecause: "last value instead of the mean") { gradeMeasuring(lastOnly: true, $0) }
    }

    @Test func evaluationModeForTheRestOfTheRun() {
        expectRejected(onlyBecause: "evaluation mode stays") { gradeMeasuring(trainsAgain: false, $0) }
    }

    @Test func onlyTheModeOfEvaluation() {
        expectRejected(onlyBecause: "validation with gradients") {
            gradeMonitorTraining(
                trainAndMonitor: { try monitor($0, $1, $2, $3, $4, recordsValidation: true) },
                drawCurves: { _, _ in throw Unfinished() }, $0)
        }
    }

    @Test func trainingMeasuredAgainAfterTheEpoch() {
        expectRejected(onlyBecause: "training measured after the epoch") {
            gradeMonitorTraining(
                trainAndMonitor: { model, training, validation, optimizer, epochs in
                    var records: [EpochRecord] = []
                    for epoch in 0..<epochs {
                        model.train()
                        try training.forEachBatch(epoch: epoch) { batch in
                            optimizer.zeroGrad()
                            crossEntropy(model(batch.images), batch.labels).backward()
                            optimizer.step()
                        }
                        let (seen, held) = try (evaluate(model, on: training), evaluate(model, on: validation))
                        records.append(
                            EpochRecord(
                                epoch: epoch + 1, trainingLoss: seen.loss, trainingAccuracy: seen.accuracy,
                                validationLoss: held.loss, validationAccuracy: held.accuracy))
                    }
                    return records
                }, drawCurves: { try chart()($0).write(to: $1) }, $0)
        }
    }

    @Test func everyEpochTheSameBatches() {
        expectRejected(onlyBecause: nil) { gradeMeasuring(firstEpochOnly: true, $0) }
    }

    @Test func epochsCountedFromZero() {
        expectRejected(onlyBecause: nil) {
            gradeMonitorTraining(
                trainAndMonitor: { model, training, validation, optimizer, epochs in
                    try monitor(model, training, validation, optimizer, epochs).map {
                        EpochRecord(
                            epoch: $0.epoch - 1, trainingLoss: $0.trainingLoss, trainingAccuracy: $0.trainingAccuracy,
                            validationLoss: $0.validationLoss, validationAccuracy: $0.validationAccuracy)
                    }
                }, drawCurves: { _, _ in throw Unfinished() }, $0)
        }
    }

    // MARK: - Drawing

    @Test func noTitles() {
        expectRejected(onlyBecause: "empty or unlabelled axes") { gradeDrawing(chart(titles: ["", ""]), $0) }
    }

    @Test func oneAxisWithoutAName() {
        expectRejected(onlyBecause: "empty or unlabelled axes") { gradeDrawing(chart(yLabels: ["loss", ""]), $0) }
    }

    @Test func epochsWithoutAName() {
        expectRejected(onlyBecause: "empty or unlabelled axes") { gradeDrawing(chart(xLabel: ""), $0) }
    }

    @Test func noCurves() {
        expectRejected(onlyBecause: "empty or unlabelled axes") { gradeDrawing(chart(points: { _ in [] }), $0) }
    }

    @Test func noPanels() {
        expectRejected(onlyBecause: "empty or unlabelled axes") { gradeDrawing({ _ in LineChart(panels: []) }, $0) }
    }

    @Test func onlyTheLastEpochIsDrawn() {
        expectRejected(onlyBecause: nil) { gradeDrawing(chart(points: { $0.suffix(1) }), $0) }
    }

    @Test func epochsCountedFromZeroInTheChart() {
        expectRejected(onlyBecause: nil) {
            gradeDrawing(chart(points: { $0.map { Point(x: $0.x - 1, y: $0.y) } }), $0)
        }
    }

    @Test func trainingAndValidationSwapped() {
        expectRejected(onlyBecause: nil) {
            gradeDrawing(
                { records in
                    var swapped = chart()(records)
                    for index in swapped.panels.indices {
                        let series = swapped.panels[index].series
                        swapped.panels[index].series = [
                            .init("training", points: series[1].points), .init("validation", points: series[0].points),
                        ]
                    }
                    return swapped
                }, $0)
        }
    }

    @Test func sharesInsteadOfPerCent() {
        expectRejected(onlyBecause: "shares drawn as per cent") { gradeDrawing(chart(percent: 1), $0) }
    }

    @Test func noFile() {
        expectRejected(onlyBecause: nil) { grading in
            gradeMonitorTraining(
                trainAndMonitor: { _, _, _, _, _ in throw Unfinished() }, drawCurves: { _, _ in }, grading)
        }
    }

    // MARK: - Right

    @Test func theCoresOwn() {
        expectAccepted {
            gradeMonitorTraining(
                trainAndMonitor: { model, training, validation, optimizer, epochs in
                    try fit(model, training: training, validation: validation, optimizer: optimizer, epochs: epochs)
                },
                drawCurves: { try chart()($0).render().writePNG(to: $1) }, $0)
        }
    }

    @Test func batchAfterBatchAndInOwnWords() {
        expectAccepted {
            gradeMonitorTraining(
                trainAndMonitor: { try monitor($0, $1, $2, $3, $4) },
                drawCurves: { records, path in
                    try chart(
                        titles: [
                            "How wrong the model is, in nats, as the epochs go by and it learns", "How often right",
                        ],
                        xLabel: "passes over the training images", yLabels: ["Verlust", "%"])(records).write(to: path)
                }, $0)
        }
    }

    // MARK: - Answers

    private func gradeMeasuring(
        reset: Reset = .always, batchMeans: Bool = false, accuracyMeans: Bool = false, lastOnly: Bool = false,
        evaluates: Bool = true, trainsAgain: Bool = true, firstEpochOnly: Bool = false, _ grading: Grading
    ) {
        gradeMonitorTraining(
            trainAndMonitor: {
                try monitor(
                    $0, $1, $2, $3, $4, reset: reset, batchMeans: batchMeans, accuracyMeans: accuracyMeans,
                    lastOnly: lastOnly, evaluates: evaluates, trainsAgain: trainsAgain, firstEpochOnly: firstEpochOnly)
            }, drawCurves: { _, _ in throw Unfinished() }, grading)
    }

    private func gradeDrawing(_ chart: ([EpochRecord]) -> LineChart, _ grading: Grading) {
        gradeMonitorTraining(
            trainAndMonitor: { _, _, _, _, _ in throw Unfinished() }, drawCurves: { try chart($0).write(to: $1) },
            grading)
    }
}

/// When sums begin anew.
private enum Reset { case always, onceAnEpoch, never, countsOnly }

/// Sums over what has been seen.
private struct Sums {
    var loss = 0.0
    var correct = 0.0
    var images = 0.0
    var batches = 0.0

    mutating func add(_ loss: Tensor, _ logits: Tensor, _ labels: [Int], batchMeans: Bool, accuracyMeans: Bool) {
        let (count, value) = (Double(labels.count), Double(loss.item))
        let right = Double(zip(logits.argmaxOfRows(), labels).filter { $0 == $1 }.count)
        self.loss += batchMeans ? value : value * count
        correct += accuracyMeans ? right / count : right
        images += count
        batches += 1
    }
}

/// Trains and measures in one of many ways, right where nothing else is said.
private func monitor(
    _ model: Module, _ training: DataLoader, _ validation: DataLoader, _ optimizer: Optimizer, _ epochs: Int,
    reset: Reset = .always, batchMeans: Bool = false, accuracyMeans: Bool = false, lastOnly: Bool = false,
    evaluates: Bool = true, trainsAgain: Bool = true, firstEpochOnly: Bool = false, recordsValidation: Bool = false
) throws -> [EpochRecord] {
    let accuracyMeans = accuracyMeans || batchMeans
    var (sums, heldSums) = (Sums(), Sums())
    var records: [EpochRecord] = []
    func see(_ batch: PixelBatch, _ sums: inout Sums) -> Tensor {
        let logits = model(batch.images)
        let loss = crossEntropy(logits, batch.labels)
        if lastOnly { sums = Sums() }
        sums.add(loss, logits, batch.labels, batchMeans: batchMeans, accuracyMeans: accuracyMeans)
        return loss
    }
    func means(_ sums: Sums) -> (loss: Double, accuracy: Double) {
        (
            sums.loss / (batchMeans ? sums.batches : sums.images),
            sums.correct / (accuracyMeans ? sums.batches : sums.images)
        )
    }
    for epoch in 0..<epochs {
        if trainsAgain { model.train() }
        if reset == .always || reset == .onceAnEpoch { sums = Sums() }
        if reset == .countsOnly { (sums.images, heldSums.images) = (0, 0) }
        let batches = training.batches(epoch: firstEpochOnly ? 0 : epoch)
        while let batch = try batches.next() {
            optimizer.zeroGrad()
            see(batch, &sums).backward()
            optimizer.step()
        }
        let learning = means(sums)
        if evaluates { model.eval() }
        if reset == .always { heldSums = Sums() }
        if reset == .onceAnEpoch { heldSums = sums }
        func validate() throws { try validation.forEachBatch(epoch: epoch) { _ = see($0, &heldSums) } }
        if recordsValidation { try validate() } else { try withoutGradient(validate) }
        let held = means(heldSums)
        records.append(
            EpochRecord(
                epoch: epoch + 1, trainingLoss: learning.loss, trainingAccuracy: learning.accuracy,
                validationLoss: held.loss, validationAccuracy: held.accuracy))
    }
    return records
}

/// A chart with the given words, of all points or some.
private func chart(
    titles: [String] = ["Loss", "Accuracy"], xLabel: String = "epoch", yLabels: [String] = ["loss", "right (%)"],
    percent: Double = 100, points: @escaping ([Point]) -> [Point] = { $0 }
) -> ([EpochRecord]) -> LineChart {
    { records in
        func panel(
            _ index: Int, _ factor: Double, _ training: (EpochRecord) -> Double, _ validation: (EpochRecord) -> Double
        ) -> LineChart.Panel {
            func series(_ name: String, _ value: (EpochRecord) -> Double) -> LineChart.Series {
                .init(name, points: points(records.map { Point(x: Double($0.epoch), y: factor * value($0)) }))
            }
            return .init(
                title: titles[index], xLabel: xLabel, yLabel: yLabels[index],
                series: [series("training", training), series("validation", validation)])
        }
        return LineChart(panels: [
            panel(0, 1, \.trainingLoss, \.validationLoss), panel(1, percent, \.trainingAccuracy, \.validationAccuracy),
        ])
    }
}
