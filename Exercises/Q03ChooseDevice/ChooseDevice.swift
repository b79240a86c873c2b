// Q03  Choose a device                                             Chapters/02-environment.md#q03
//
// A script should run on any machine: on an accelerator where there is one that works, otherwise on the CPU. Choose
// the first accelerator in the machine's list that is usable, else the CPU. Then train there: model, batches and
// optimizer must all be on the same device, and a model's parameters are other objects after a move.
//
// This package computes on the CPU alone, so the accelerators here are simulated. `Device`, `PlacedModel` and
// `PlacedBatch` follow the rules of real ones. `step` is given: it runs one training step and fails when the model and
// the batch lie on different devices.

import TrainingCore

/// The device to train on, of those that the machine lists.
public func chooseDevice(from devices: [Device]) throws -> Device {
    throw Unfinished()
}

/// Runs `step` once for each batch, in order, with everything on `device` and one SGD optimizer for all steps.
public func trainOneEpoch(
    _ model: PlacedModel, batches: [PlacedBatch], on device: Device, learningRate: Float,
    step: (PlacedModel, PlacedBatch, Optimizer) throws -> Void
) throws {
    throw Unfinished()
}
