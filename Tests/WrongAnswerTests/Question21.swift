import Foundation
import Grading
import Testing
import TrainingCore

@Suite("Q21 wrong and alternative answers")
struct Question21 {
    /// The core refuses the second pass, so a process of its own grades it.
    @Test func twiceEndsTheProgram() throws {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("HostileAnswers").path
        let verdict = try Runner(program: program).grade("twice", .exercise, seed: 1)
        #expect(verdict.state == .crashed, "\(verdict)")
        #expect(verdict.misconceptions.map(\.name).last == "backward twice", "\(verdict)")
    }

    @Test func gradientsNeverForgotten() {
        expectRejected(onlyBecause: "no zeroGrad") { grade($0, zeroGrad: { _ in }) }
    }

    @Test func gradientsForgottenOnceAnEpoch() {
        expectRejected(onlyBecause: "no zeroGrad") {
            grade($0, startEpoch: { $0.train().zeroGrad() }, zeroGrad: { _ in })
        }
    }

    @Test func neverInTrainingMode() {
        expectRejected(onlyBecause: "evaluation mode") { grade($0, startEpoch: { _ in }) }
    }

    @Test func trainingModeOnlyBeforeTheFirstEpoch() {
        expectRejected(onlyBecause: "evaluation mode") {
            grade($0, startTraining: { $0.train() }, startEpoch: { _ in })
        }
    }

    @Test func lossesKept() {
        var kept: [Tensor] = []
        expectRejected(onlyBecause: "loss kept with its graph") { grade($0, note: { kept.append($0) }) }
    }

    @Test func lossesAddedUpAsTensors() {
        expectRejected(onlyBecause: "loss kept with its graph") { grading in
            var total = Tensor(0)
            grade(grading, note: { total = total + $0 })
        }
    }

    @Test func scheduleAStepAhead() {
        expectRejected(onlyBecause: "scheduler stepped before the optimizer") { grade($0, step: { $0.total + 1 }) }
    }

    @Test func scheduleByEpochs() {
        expectRejected(onlyBecause: "scheduler at the wrong rate") { grade($0, step: { $0.epoch }) }
    }

    @Test func scheduleBeginsAnewWithEachEpoch() {
        expectRejected(onlyBecause: "scheduler at the wrong rate") { grade($0, step: { $0.inEpoch }) }
    }

    @Test func scheduleAppliedAfterEachEpoch() {
        expectRejected(onlyBecause: "scheduler at the wrong rate") { grading in
            gradeTrainingLoop(
                { model, loader, epochs, loss, optimizer, schedule, afterEpoch in
                    let rates = optimizer.groups.map(\.learningRate)
                    return try loop(model, loader, epochs, loss, optimizer) { epoch in
                        for i in rates.indices {
                            optimizer.groups[i].learningRate = rates[i] * Float(schedule(epoch))
                        }
                        try afterEpoch(epoch)
                    }
                }, grading)
        }
    }

    @Test func factorsPileUp() {
        expectRejected(onlyBecause: "factors multiplied with each other") { grading in
            gradeTrainingLoop(
                { model, loader, epochs, loss, optimizer, schedule, afterEpoch in
                    var step = 0
                    return try loop(
                        model, loader, epochs, loss, optimizer,
                        beforeStep: {
                            for i in optimizer.groups.indices {
                                optimizer.groups[i].learningRate *= Float(schedule(step))
                            }
                            step += 1
                        }, afterEpoch: afterEpoch)
                }, grading)
        }
    }

    @Test func scheduleIgnored() {
        expectRejected(onlyBecause: nil) { grading in
            gradeTrainingLoop(
                { model, loader, epochs, loss, optimizer, _, afterEpoch in
                    try loop(model, loader, epochs, loss, optimizer, afterEpoch: afterEpoch)
                }, grading)
        }
    }

    @Test func oneRateForAllGroups() {
        expectRejected(onlyBecause: nil) { grading in
            gradeTrainingLoop(
                { model, loader, epochs, loss, optimizer, schedule, afterEpoch in
                    let rate = optimizer.groups[0].learningRate
                    var step = 0
                    return try loop(
                        model, loader, epochs, loss, optimizer,
                        beforeStep: {
                            for i in optimizer.groups.indices {
                                optimizer.groups[i].learningRate = rate * Float(schedule(step))
                            }
                            step += 1
                        }, afterEpoch: afterEpoch)
                }, grading)
        }
    }

    @Test func lastBatchSkipped() {
        expectRejected(onlyBecause: "last batch skipped") { grade($0, batches: { $0.dataset.count / $0.batchSize }) }
    }

    @Test func twoPassesForABatch() {
        expectRejected(onlyBecause: "backward twice") { grading in
            grade(grading, passes: .twoForTheBatch)
        }
    }

    /// The core refuses it and stops the program. The runner shows that as a crash, with these words.
    @Test func twoBackwardsThroughOneGraph() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            grade(Grading(seed: 1), passes: .twoBackward)
        }
        let words = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
        #expect(words.contains("this graph has been used already"))
    }

    @Test func noStepIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) { grading in
            gradeTrainingLoop({ _, _, _, _, _, _, _ in [] }, grading)
        }
    }

    @Test func stepWithoutAnyBatch() {
        expectRejected(onlyBecause: nil) { grading in
            gradeTrainingLoop(
                { _, _, _, _, optimizer, _, _ in
                    optimizer.step()
                    return [0]
                }, grading)
        }
    }

    @Test func labelsOfAnotherBatch() {
        expectRejected(onlyBecause: nil) { grading in
            grade(grading, passes: .withALabelTooMany)
        }
    }

    @Test func rateSetAfterTheStep() {
        expectRejected(onlyBecause: "rate set after the step") { grading in
            gradeTrainingLoop(
                { model, loader, epochs, loss, optimizer, schedule, afterEpoch in
                    let rates = optimizer.groups.map(\.learningRate)
                    var step = -1
                    return try loop(
                        model, loader, epochs, loss, optimizer,
                        beforeStep: {
                            for i in rates.indices where step >= 0 {
                                optimizer.groups[i].learningRate = rates[i] * Float(schedule(step))
                            }
                            step += 1
                        }, afterEpoch: afterEpoch)
                }, grading)
        }
    }

    @Test func everyEpochIsTheFirst() {
        expectRejected(because: "the same epoch every time") { grading in
            gradeTrainingLoop(
                { model, loader, epochs, loss, optimizer, _, afterEpoch in
                    try loop(
                        model, loader, epochs, loss, optimizer, firstEpochOnly: true, afterEpoch: afterEpoch)
                }, grading)
        }
    }

    @Test func gradientsForgottenBeforeTheStep() {
        expectRejected(onlyBecause: "gradients cleared before the step") { grading in
            gradeTrainingLoop(
                { model, loader, epochs, loss, optimizer, schedule, afterEpoch in
                    let rates = optimizer.groups.map(\.learningRate)
                    var step = 0
                    return try loop(
                        model, loader, epochs, loss, optimizer,
                        beforeStep: {
                            for i in rates.indices {
                                optimizer.groups[i].learningRate = rates[i] * Float(schedule(step))
                            }
                            step += 1
                            optimizer.zeroGrad()
                        }, afterEpoch: afterEpoch)
                }, grading)
        }
    }

    @Test func rightBatchByBatch() {
        expectAccepted { grade($0) }
    }

    /// Gradients forgotten after the step, by the model; batches from an iterator; rates set for the next step.
    @Test func inAnotherOrder() {
        expectAccepted { grading in
            gradeTrainingLoop(
                { model, loader, epochs, loss, optimizer, schedule, afterEpoch in
                    let peaks = optimizer.groups
                    func setRates(_ step: Int) {
                        optimizer.groups = peaks.map { group in
                            var group = group
                            group.learningRate *= Float(schedule(step))
                            return group
                        }
                    }
                    setRates(0)
                    var all: [Float] = []
                    var epoch = 0
                    while epoch < epochs {
                        _ = model.train()
                        let batches = loader.batches(epoch: epoch)
                        while let batch = try batches.next() {
                            let loss = try loss(model.forward(batch.images), batch.labels)
                            all += loss.values
                            loss.backward()
                            optimizer.step()
                            model.zeroGrad()
                            setRates(all.count)
                        }
                        try afterEpoch(epoch)
                        epoch += 1
                    }
                    return all
                }, grading)
        }
    }
}

/// How a batch goes through the model and back.
private enum Passes { case one, twoForTheBatch, twoBackward, withALabelTooMany }

/// Where a loop is.
private struct Place {
    var epoch = 0
    var inEpoch = 0
    var total = 0
}

/// Grades a right loop, but for what a test replaces.
private func grade(
    _ grading: Grading, startTraining: (Module) -> Void = { _ in }, startEpoch: (Module) -> Void = { $0.train() },
    batches: (DataLoader) -> Int = { $0.batchCount }, step: (Place) -> Int = { $0.total },
    zeroGrad: (Optimizer) -> Void = { $0.zeroGrad() }, passes: Passes = .one, note: (Tensor) -> Void = { _ in }
) {
    gradeTrainingLoop(
        { model, loader, epochs, loss, optimizer, schedule, afterEpoch in
            let rates = optimizer.groups.map(\.learningRate)
            var losses: [Float] = []
            var place = Place()
            startTraining(model)
            for epoch in 0..<epochs {
                startEpoch(model)
                let iterator = loader.batches(epoch: epoch)
                for batch in 0..<batches(loader) {
                    guard let batch = try iterator.next().map({ (index: batch, pixels: $0) }) else { break }
                    place.epoch = epoch
                    place.inEpoch = batch.index
                    let factor = Float(schedule(step(place)))
                    for i in rates.indices { optimizer.groups[i].learningRate = rates[i] * factor }
                    zeroGrad(optimizer)
                    if passes == .twoForTheBatch {
                        try loss(model(batch.pixels.images), batch.pixels.labels).backward()
                    }
                    let labels = batch.pixels.labels + (passes == .withALabelTooMany ? [0] : [])
                    let loss = try loss(model(batch.pixels.images), labels)
                    note(loss)
                    loss.backward()
                    if passes == .twoBackward { loss.backward() }
                    optimizer.step()
                    losses.append(loss.item)
                    place.total += 1
                }
                try afterEpoch(epoch)
            }
            return losses
        }, grading)
}

/// A loop that leaves the rates to others.
private func loop(
    _ model: Module, _ loader: DataLoader, _ epochs: Int, _ loss: (Tensor, [Int]) throws -> Tensor,
    _ optimizer: Optimizer, firstEpochOnly: Bool = false, beforeStep: () -> Void = {},
    afterEpoch: (Int) throws -> Void
) throws -> [Float] {
    var losses: [Float] = []
    for epoch in 0..<epochs {
        model.train()
        try loader.forEachBatch(epoch: firstEpochOnly ? 0 : epoch) { batch in
            optimizer.zeroGrad()
            let loss = try loss(model(batch.images), batch.labels)
            loss.backward()
            beforeStep()
            optimizer.step()
            losses.append(loss.item)
        }
        try afterEpoch(epoch)
    }
    return losses
}
