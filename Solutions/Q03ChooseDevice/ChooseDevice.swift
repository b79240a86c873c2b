import TrainingCore

/// The device to train on, of those that the machine lists.
public func chooseDevice(from devices: [Device]) throws -> Device {
    devices.first { $0.kind == .accelerator && $0.isUsable } ?? .cpu
}

/// Runs `step` once for each batch, in order, with everything on `device` and one SGD optimizer for all steps.
public func trainOneEpoch(
    _ model: PlacedModel, batches: [PlacedBatch], on device: Device, learningRate: Float,
    step: (PlacedModel, PlacedBatch, Optimizer) throws -> Void
) throws {
    model.move(to: device)
    let optimizer = SGD(model.parameters, learningRate: learningRate)  // the parameters on the device
    for batch in batches { try step(model, batch.moved(to: device), optimizer) }
}
