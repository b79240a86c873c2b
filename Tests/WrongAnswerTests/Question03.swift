import Foundation
import Grading
import Testing
import TrainingCore

@Suite("Q03 wrong and alternative answers")
struct Question03 {
    @Test func hardCodedChoice() {
        expectRejected(because: "hard-coded accelerator") {
            gradeChooseDevice({ _ in .accelerator(0) }, train, $0)
        }
    }

    @Test func hardCodedInTheTraining() {
        expectRejected(because: "hard-coded accelerator") {
            gradeChooseDevice(
                choose,
                { model, batches, _, rate, step in
                    try train(model, batches, .accelerator(0), rate, step)
                }, $0)
        }
    }

    @Test func batchesHardCoded() {
        expectRejected(because: "hard-coded accelerator") {
            gradeChooseDevice(
                choose,
                { model, batches, device, rate, step in
                    try train(model, batches, device, rate) { try step($0, $1.moved(to: .accelerator(0)), $2) }
                }, $0)
        }
    }

    @Test func errorWhereNoneExists() {
        struct NoAccelerator: Error {}
        expectRejected(because: "crash where none exists") {
            gradeChooseDevice(
                { devices in
                    guard let found = devices.first(where: { $0.kind == .accelerator && $0.isUsable }) else {
                        throw NoAccelerator()
                    }
                    return found
                }, train, $0)
        }
    }

    /// It ends the program, so a process of its own grades it: `devices.first { … }!`.
    @Test func unwrappedWhereNoneExists() throws {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("HostileAnswers").path
        let verdict = try Runner(program: program).grade("unwrapped", .exercise, seed: 1)
        #expect(verdict.state == .crashed, "\(verdict)")
        #expect(verdict.checks.map(\.passed) == [true, false], "\(verdict)")
        #expect(verdict.misconceptions.map(\.name) == ["crash where none exists"], "\(verdict)")
    }

    @Test func listedIsTakenForUsable() {
        expectRejected(because: "an unsupported one chosen because it is listed") {
            gradeChooseDevice({ $0.first { $0.kind == .accelerator } ?? .cpu }, train, $0)
        }
    }

    @Test func batchesLeftBehind() {
        expectRejected(because: "model moved, batches not") {
            gradeChooseDevice(
                choose,
                { model, batches, device, rate, step in
                    model.move(to: device)
                    let optimizer = SGD(model.parameters, learningRate: rate)
                    for batch in batches { try step(model, batch, optimizer) }
                }, $0)
        }
    }

    @Test func movedCopyDropped() {
        expectRejected(because: "model moved, batches not") {
            gradeChooseDevice(
                choose,
                { model, batches, device, rate, step in
                    model.move(to: device)
                    let optimizer = SGD(model.parameters, learningRate: rate)
                    for (i, batch) in batches.enumerated() {
                        let copy = batch.moved(to: device)
                        try step(model, i == 0 ? copy : batch, optimizer)
                    }
                }, $0)
        }
    }

    @Test func optimizerBuiltBeforeTheMove() {
        expectRejected(because: "optimizer built before the move") {
            gradeChooseDevice(
                choose,
                { model, batches, device, rate, step in
                    let optimizer = SGD(model.parameters, learningRate: rate)
                    model.move(to: device)
                    for batch in batches { try step(model, batch.moved(to: device), optimizer) }
                }, $0)
        }
    }

    /// Wrong in ways that have no name: none may be given to them.
    @Test func otherMistakesGetNoName() {
        let alwaysCPU: Choice = { _ in .cpu }
        let lastUsable: Choice = { $0.last { $0.isUsable } ?? .cpu }
        let modelLeftBehind: Training = { model, batches, device, rate, step in
            let optimizer = SGD(model.parameters, learningRate: rate)
            for batch in batches { try step(model, batch.moved(to: device), optimizer) }
        }
        let lastBatchSkipped: Training = { try train($0, $1.dropLast(), $2, $3, $4) }
        let batchesTwice: Training = { try train($0, $1 + $1, $2, $3, $4) }
        let anotherRate: Training = { try train($0, $1, $2, $3 / 2, $4) }
        let nothing: Training = { _, _, _, _, _ in }
        for seed in seeds {
            for (choose, train) in [
                (alwaysCPU, train), (lastUsable, train), (choose, modelLeftBehind), (choose, lastBatchSkipped),
                (choose, batchesTwice), (choose, anotherRate), (choose, nothing),
            ] as [(Choice, Training)] {
                let grading = Grading(seed: seed)
                gradeChooseDevice(choose, train, grading)
                let verdict = grading.verdict("")
                #expect(verdict.state == .wrong && verdict.misconceptions.isEmpty, "\(verdict)")
            }
        }
    }

    @Test func byALoopAndAllBatchesMovedFirst() {
        expectAccepted {
            gradeChooseDevice(
                { devices in
                    var chosen = Device.cpu
                    for device in devices.reversed() where device.kind != .cpu && device.isUsable { chosen = device }
                    return chosen
                },
                { model, batches, device, rate, step in
                    let moved = batches.map { $0.moved(to: device) }
                    model.move(to: device)
                    let group = ParameterGroup(model.parameters, learningRate: rate)
                    let optimizer = SGD([group])
                    try moved.forEach { try step(model, $0, optimizer) }
                }, $0)
        }
    }

    @Test func sortedByPreference() {
        expectAccepted {
            gradeChooseDevice(
                { devices in
                    let usable = devices.filter(\.isUsable)
                    return usable.filter { $0.kind == .accelerator }.first ?? usable[0]
                },
                { model, batches, device, rate, step in
                    if model.device != device { model.move(to: device) }
                    let optimizer = SGD(model.parameters, learningRate: rate)
                    for batch in batches {
                        try step(model, batch.device == device ? batch : batch.moved(to: device), optimizer)
                    }
                }, $0)
        }
    }
}

private typealias Step = (PlacedModel, PlacedBatch, Optimizer) throws -> Void
private typealias Choice = ([Device]) throws -> Device
private typealias Training = (PlacedModel, [PlacedBatch], Device, Float, Step) throws -> Void

private func choose(_ devices: [Device]) -> Device {
    devices.first { $0.kind == .accelerator && $0.isUsable } ?? .cpu
}

private func train(
    _ model: PlacedModel, _ batches: [PlacedBatch], _ device: Device, _ rate: Float, _ step: Step
) throws {
    model.move(to: device)
    let optimizer = SGD(model.parameters, learningRate: rate)
    for batch in batches { try step(model, batch.moved(to: device), optimizer) }
}
