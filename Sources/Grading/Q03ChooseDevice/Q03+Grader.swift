import RandomNumbers
import TrainingCore

/// Grades Q03: choosing a device, and training with everything on it.
public func gradeChooseDevice(
    _ chooseDevice: ([Device]) throws -> Device,
    _ trainOneEpoch: (
        PlacedModel, [PlacedBatch], Device, Float, (PlacedModel, PlacedBatch, Optimizer) throws -> Void
    ) throws -> Void,
    _ grading: Grading
) {
    grading.check("the first usable accelerator is chosen") {
        let accelerators = acceleratorNumbers(grading).map { Device.accelerator($0) }
        for devices in [[.cpu, accelerators[0]], accelerators + [.cpu]] {
            try checkChoice(try chooseDevice(devices), accelerators[0], devices)
        }
    }
    grading.check("without an accelerator the CPU is chosen", explainingCrash: Q03.crashWithout) {
        try checkChoice(try cpuOrMistake(chooseDevice, [.cpu]), .cpu, [.cpu])
    }
    grading.check("an accelerator that is listed but not usable is passed over") {
        let numbers = acceleratorNumbers(grading)
        let broken = [Device.cpu, .accelerator(numbers[0], isUsable: false)]
        try checkChoice(try cpuOrMistake(chooseDevice, broken), .cpu, broken)
        let mixed = broken + [.accelerator(numbers[1])]
        try checkChoice(try chooseDevice(mixed), .accelerator(numbers[1]), mixed)
    }
    grading.check("the model is on the device in every step") {
        for device in [.accelerator(acceleratorNumbers(grading)[0]), Device.cpu] {
            for (i, step) in try recordEpoch(trainOneEpoch, device, grading).steps.enumerated() {
                try expect(
                    step.modelDevice == device, expected: "step \(i): the model on \(device)",
                    found: "on \(step.modelDevice)", step.modelDevice.kind == .accelerator ? Q03.hardCoded : nil)
            }
        }
    }
    grading.check("every batch is on the device, in order") {
        for device in [.accelerator(acceleratorNumbers(grading)[0]), Device.cpu] {
            try checkBatches(try recordEpoch(trainOneEpoch, device, grading), device)
        }
    }
    grading.check("the optimizer holds the parameters on the device, and they learn") {
        for device in [.accelerator(acceleratorNumbers(grading)[0]), Device.cpu] {
            try checkOptimizer(try recordEpoch(trainOneEpoch, device, grading))
        }
    }
}

/// Two different numbers, none of them 0, which is what gets hard-coded.
private func acceleratorNumbers(_ grading: Grading) -> [Int] {
    var generator = grading.generator()
    return Array((1...7).shuffled(using: &generator).prefix(2))
}

/// Calls the learner's choice for a machine where only the CPU can be used; giving up is a known mistake there.
private func cpuOrMistake(_ chooseDevice: ([Device]) throws -> Device, _ devices: [Device]) throws -> Device {
    do {
        return try chooseDevice(devices)
    } catch let unfinished as Unfinished {
        throw unfinished
    } catch {
        throw Mistake(expected: "cpu, of \(described(devices))", found: "the error \(error)", Q03.crashWithout)
    }
}

private func checkChoice(_ found: Device, _ expected: Device, _ devices: [Device]) throws {
    let listed = devices.first { ($0.kind, $0.index) == (found.kind, found.index) }
    var misconception: Misconception?
    if found.kind == .accelerator {
        if listed == nil { misconception = Q03.hardCoded }
        if listed?.isUsable == false { misconception = Q03.listedIsUsable }
    }
    try expect(
        found == expected, expected: "\(expected), of \(described(devices))", found: "\(found)", misconception)
}

private func described(_ devices: [Device]) -> String {
    devices.map { $0.isUsable ? "\($0)" : "\($0) (not usable)" }.joined(separator: ", ")
}

private func checkBatches(_ recorder: StepRecorder, _ device: Device) throws {
    for (i, step) in recorder.steps.enumerated() {
        var misconception: Misconception?
        if step.batchDevice.kind == .accelerator { misconception = Q03.hardCoded }
        if step.batchDevice == .cpu && step.modelDevice == device { misconception = Q03.batchesNotMoved }
        try expect(
            step.batchDevice == device, expected: "batch \(i) on \(device)", found: "on \(step.batchDevice)",
            misconception)
    }
    try expect(recorder.steps.count, equals: recorder.batches.count, "steps, one for each batch")
}

private func checkOptimizer(_ recorder: StepRecorder) throws {
    try expect(!recorder.steps.isEmpty, expected: "a step for each batch", found: "no step")
    let current = Set(recorder.model.parameters.map(ObjectIdentifier.init))
    let original = Set(recorder.original.map(ObjectIdentifier.init))
    for (i, step) in recorder.steps.enumerated() {
        let held = Set(step.optimizer.parameters.map(ObjectIdentifier.init))
        try expect(
            held == current, expected: "step \(i): an optimizer of the model's \(current.count) parameters",
            found: "\(held.intersection(current).count) of them, and \(held.subtracting(current).count) others",
            held == original ? Q03.optimizerTooEarly : nil)
    }
    let first = recorder.steps.first?.optimizer
    try expect(
        recorder.steps.allSatisfy { $0.optimizer === first }, expected: "one optimizer for all steps",
        found: "another one in a later step")
    let expected = recorder.expectedWeights()
    for (found, expected) in zip(recorder.model.parameters, expected) {
        try expect(found.values, closeTo: expected, "weights after the epoch")
    }
}

/// Runs the learner's epoch on random batches and returns what its steps saw.
private func recordEpoch(
    _ trainOneEpoch: (
        PlacedModel, [PlacedBatch], Device, Float, (PlacedModel, PlacedBatch, Optimizer) throws -> Void
    ) throws -> Void,
    _ device: Device, _ grading: Grading
) throws -> StepRecorder {
    let recorder = StepRecorder(grading)
    do {
        try trainOneEpoch(recorder.model, recorder.batches, device, recorder.learningRate) { model, batch, optimizer in
            try recorder.step(model, batch, optimizer)
        }
    } catch is DeviceMismatch {
        // The steps that were recorded say more about it.
    }
    if let mistake = recorder.mistake { throw mistake }
    return recorder
}
