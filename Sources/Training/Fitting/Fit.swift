import Datasets
import Foundation
import Layers
import Optimizers
import Tensors

/// Where a training run is, for a progress bar.
public struct FitProgress: Sendable {
    /// The running epoch, counted from 1, and how many there will be.
    public let epoch: Int, epochs: Int
    /// Steps done in this epoch, and how many it has.
    public let step: Int, steps: Int
    /// Images seen since the last report.
    public let images: Int
    /// The mean training loss of the epoch so far.
    public let loss: Double
    /// Where a later call can go on from here.
    public let position: FitPosition
}

/// The loss, of a step or of the validation after it, is no longer a number; going on would only spoil the weights further.
public struct NonFiniteLoss: Error, CustomStringConvertible, Sendable {
    /// Where it happened, counted from 1.
    public let epoch: Int, step: Int
    /// The loss that was found.
    public let loss: Float
    /// The largest learning rate at that step.
    public let learningRate: Float

    private init(_ epoch: Int, step: Int, _ loss: Float, _ rate: Float) {
        (self.epoch, self.step, self.loss, learningRate) = (epoch, step, loss, rate)
    }

    fileprivate init(_ epoch: Int, step: Int, _ loss: Float, _ optimizer: Optimizer) {
        self.init(epoch, step: step, loss, optimizer.groups.map(\.learningRate).max() ?? 0)
    }

    /// The same in a run that had so many epochs before.
    package func after(epochs: Int) -> NonFiniteLoss { .init(epoch + epochs, step: step, loss, learningRate) }

    /// `epoch 1, step 7: the loss is nan at learning rate 10.0; try a tenth of it`
    public var description: String {
        "epoch \(epoch), step \(step): the loss is \(loss) at learning rate \(learningRate); try a tenth of it"
    }
}

/// Trains `model` for some epochs: forward, loss, backward, clip, step, batch after batch.
///
/// Only what `optimizer` holds and `requiresGrad` says changes. The whole model is in training mode during the epochs;
/// each module's own mode comes back when this returns or throws.
///
/// If the beginning of the model is frozen, with its batch-norm statistics, and leaves nothing out at random, then every
/// image goes through that part once. Its features are kept, and later epochs neither load the image nor compute them
/// again. The result is the same. It happens
/// - in models that say which modules they are a chain of (``Layers/Module/chain``): those of this package and
///   `Sequential`;
/// - where an image is the same in each epoch: without random transforms, or with so many
///   ``Datasets/DataLoader/augmentedVariants`` of each image;
/// - as far as `caching` has room. `onEpoch` may freeze and unfreeze, but nobody else may change frozen weights meanwhile.
///
/// - Parameters:
///   - training: batches to learn from. Each epoch asks it for the next epoch number after `firstEpoch`.
///   - validation: batches to measure on after each epoch.
///   - schedule: multiplies each group's learning rate, step by step, and may set the momentum. It counts the steps of
///     this call from 0. When this returns or throws, the groups have their own rates again, and the optimizer its
///     momentum.
///   - maxGradNorm: the largest norm of all gradients together; `nil` clips nothing.
///   - mixup: mixes the images of each training batch; `nil` leaves them as they are. No features of mixed images are kept.
///   - caching: how much room there is for features.
///   - start: where an earlier call was left; the model, the optimizer and all modules' generators must be as they were
///     then. `firstEpoch` and `epochs` are those of that call.
///   - onProgress: hears of every step. What it throws ends the call.
///   - onEpoch: hears of every epoch's result. What it throws ends the call.
///   - onCache: hears, after the first epoch, of which images features are kept; if none are, nothing.
///   - onFinding: hears of what seems wrong with the set-up, before the first epoch and in the first steps; see
///     ``SetupCheck`` and ``SetupProbe``. If left out, it is written to standard error. Training goes on in any case.
///   - shouldStop: is asked after each epoch whether it shall be the last one, see ``EarlyStopping``.
///   - loss: what is to become small: a number for the logits and labels of a batch. The mean cross-entropy if left out;
///     `{ crossEntropy($0, $1, classWeights: weights) }` is another. Validation always measures the plain one.
/// - Throws: what a loader or a callback throws, ``NonFiniteLoss``, and `FileError` when the folder for features cannot be used.
/// - Returns: a record of each epoch that was run, those before `start` too.
@discardableResult
public func fit(
    _ model: Module, training: DataLoader, validation: DataLoader, optimizer: Optimizer, epochs: Int,
    firstEpoch: Int = 0, schedule: (any Schedule)? = nil, maxGradNorm: Float? = nil,
    mixup: Mixup? = nil, caching: FeatureCaching = FeatureCaching(), from start: FitPosition = FitPosition(),
    onProgress: (FitProgress) throws -> Void = { _ in }, onEpoch: (EpochRecord) throws -> Void = { _ in },
    onCache: (FeatureCacheReport) -> Void = { _ in }, onFinding: (SetupFinding) -> Void = { $0.report() },
    shouldStop: (EpochRecord) -> Bool = { _ in false }, loss: (Tensor, [Int]) -> Tensor = { crossEntropy($0, $1) }
) throws -> [EpochRecord] {
    let own = OptimizerRates(of: optimizer)
    defer { if schedule != nil { own.restore(to: optimizer) } }
    var position = start
    // A single epoch would have no use for what it kept.
    let store = try epochs - start.records.count > 1 && caching != .off ? FeatureStore(caching) : nil
    let learning = ForwardPass(model, on: training, keepingIn: mixup == nil ? store : nil)
    let checking = ForwardPass(model, on: validation, keepingIn: store)
    let setup = TrainingSetup(
        model, optimizer: optimizer, training: training, validation: validation, epochs: epochs, schedule: schedule)
    try model.restoringModes {
        model.train()
        // What goes on was looked at when it began.
        var probe = start == FitPosition() ? SetupProbe(setup) : nil
        probe?.findings.forEach(onFinding)
        let first = start.records.count
        for epoch in first..<max(epochs, first) {
            model.train()
            try learning.forEachBatch(epoch: firstEpoch + epoch, from: position.step) { batch in
                let step = position.step
                if let schedule { own.apply(schedule, at: epoch * training.batchCount + step, to: optimizer) }
                optimizer.zeroGrad()
                let mix = mixup?.mix(of: batch.count, epoch: firstEpoch + epoch, step: step)
                let logits = try learning(batch, mixed: mix)
                let batchLoss = mix?.loss(logits, batch.labels, loss) ?? loss(logits, batch.labels)
                let value = batchLoss.item
                guard value.isFinite else { throw NonFiniteLoss(epoch + 1, step: step + 1, value, optimizer) }
                probe?.beforeBackward(
                    images: batch.pixels?.images, logits: logits, labels: mix == nil ? batch.labels : nil, loss: value
                ).forEach(onFinding)
                batchLoss.backward()
                if let maxGradNorm {
                    let norm = clipGradNorm(optimizer.parameters, maxNorm: maxGradNorm)
                    probe?.clipped(norm: norm, to: maxGradNorm).forEach(onFinding)
                }
                optimizer.step()
                probe?.afterStep().forEach(onFinding)

                let correct = zip(logits.argmaxOfRows(), batch.labels).count { $0 == $1 }
                position.add(loss: value, correct: correct, images: batch.count)
                try onProgress(
                    FitProgress(
                        epoch: epoch + 1, epochs: epochs, step: position.step, steps: training.batchCount,
                        images: batch.count, loss: position.loss, position: position))
            }
            let held = try evaluate(checking)
            guard held.loss.isFinite else {
                throw NonFiniteLoss(epoch + 1, step: position.step, Float(held.loss), optimizer)
            }
            let record = EpochRecord(
                epoch: epoch + 1, trainingLoss: position.loss, trainingAccuracy: position.accuracy,
                validationLoss: held.loss, validationAccuracy: held.accuracy)
            position = FitPosition(after: position.records + [record])
            if epoch == first {
                learning.report(.training).map(onCache)
                checking.report(.validation).map(onCache)
            }
            try onEpoch(record)
            if shouldStop(record) { break }
        }
    }
    return position.records
}

/// The learning rates and the momentum that an optimizer had before a schedule changed them.
private struct OptimizerRates {
    let learningRates: [Float]
    let momentum: Float

    init(of optimizer: Optimizer) {
        learningRates = optimizer.groups.map(\.learningRate)
        momentum = optimizer.momentum
    }

    func apply(_ schedule: any Schedule, at step: Int, to optimizer: Optimizer) {
        let factor = Float(schedule.factor(at: step))
        for (i, rate) in learningRates.enumerated() { optimizer.groups[i].learningRate = rate * factor }
        optimizer.momentum = schedule.momentum(at: step).map { Float($0) } ?? momentum
    }

    func restore(to optimizer: Optimizer) {
        for (i, rate) in learningRates.enumerated() { optimizer.groups[i].learningRate = rate }
        optimizer.momentum = momentum
    }
}
