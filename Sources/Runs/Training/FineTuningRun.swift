import Files
import Foundation
import TrainingCore

/// Fine-tunes a network on somebody's photographs, stage after stage, and keeps every epoch's outcome in a folder. A run
/// that was cut off, at whatever moment, goes on from its last checkpoint with the same result, bit for bit. (Where the frozen part
/// has wide 3×3 convolutions, as in a ResNet, to about 1e-5: their rounding depends on how many images are computed at
/// once, and features that were kept are computed anew.)
public final class FineTuningRun {
    /// What happens while a run goes on.
    public enum Event {
        /// The rate finder looks for a rate, and what it found.
        case searchingRate, foundRate(Float)
        /// A stage begins or goes on.
        case stage(Stage)
        /// Features of frozen layers are kept.
        case cached(FeatureCacheReport)
        /// Something seems wrong with the set-up.
        case finding(SetupFinding)
        /// A step is done; epochs count within the stage.
        case step(FitProgress, Stage)
        /// An epoch is done, numbered through all stages.
        case epoch(EpochRecord, isBest: Bool)
    }

    /// Somebody asked the run to stop; it can go on later.
    public struct Stopped: Error {}

    /// What the run follows from.
    public let configuration: RunConfiguration
    /// The photographs.
    public let data: DatasetSplit
    private let folder: RunFolder
    private let model: Module
    private let optimizer: Optimizer
    private var progress: Checkpoint.Progress

    /// Begins a run: writes down what it follows from.
    ///
    /// - Throws: `FileError` when the folder has a run already, cannot be written to, or the weights are of no use.
    public init(_ configuration: RunConfiguration, on data: DatasetSplit, in folder: RunFolder) throws {
        try folder.checkThatNothingIsLost(besides: configuration.data)
        (self.configuration, self.data, self.folder) = (configuration, data, folder)
        model = try configuration.pretrainedModel()
        optimizer = configuration.optimizer(for: model)
        progress = Checkpoint.Progress(rate: configuration.rate ?? 0)
        try folder.write(data)
        try folder.write(configuration)
    }

    /// Takes up the run in a folder where it was left.
    ///
    /// - Throws: `FileError` when there is none, or its files are damaged.
    public init(resuming folder: RunFolder) throws {
        configuration = try folder.configuration()
        data = try folder.photographs(configuration)
        guard data.classes == configuration.classes else {
            throw FileError(
                folder.photographsFile, expected: "the classes \(configuration.classes.joined(separator: ", "))",
                found: data.classes.joined(separator: ", "))
        }
        self.folder = folder
        let hasCheckpoint = FileManager.default.fileExists(atPath: folder.lastFile)
        // A checkpoint has all weights; those that the run began with may have gone.
        model = try hasCheckpoint ? configuration.unfilledModel() : configuration.pretrainedModel()
        optimizer = configuration.optimizer(for: model)
        progress =
            hasCheckpoint
            ? try Checkpoint.restore(model, optimizer, from: folder.lastFile)
            : Checkpoint.Progress(rate: configuration.rate ?? 0)
    }

    /// Trains what is still to be trained.
    ///
    /// - Parameters:
    ///   - shouldStop: is asked after each step. If so, ``Stopped`` is thrown, and what was done is kept, except for a
    ///     rate finder's steps.
    ///   - hear: is told what happens.
    /// - Throws: ``Stopped``, ``NonFiniteLoss``, and `FileError` when a photograph has gone, a file cannot be written, or
    ///   another process trains this run. The files of the epoch before are whole in every case.
    /// - Returns: a record of each epoch.
    @discardableResult
    public func train(shouldStop: () -> Bool = { false }, hear: (Event) -> Void = { _ in }) throws -> [EpochRecord] {
        try withLock(on: folder.configurationFile, taken: "a run that is going on in another process") {
            folder.removeLeftovers()
            try trainStages(shouldStop, hear)
            return progress.allRecords
        }
    }

    private func trainStages(_ shouldStop: () -> Bool, _ hear: (Event) -> Void) throws {
        let loaders = try configuration.loaders(on: data)
        try findRate(loaders.training, shouldStop, hear)
        while let stage = progress.stage ?? nextStage() {
            let isResumed = progress.stage != nil
            let memory = optimizer.memory
            stage.prepare(model, optimizer)
            if isResumed { optimizer.memory = memory }
            progress.stage = stage
            hear(.stage(stage))
            do {
                try train(stage, loaders, shouldStop, hear)
            } catch let error as NonFiniteLoss {
                throw error.after(epochs: epochsBefore)
            }
            progress.stages.append(stage)
            progress.records.append(progress.position.records)
            progress.stage = nil
            progress.position = FitPosition()
            try save()
        }
    }

    private func train(
        _ stage: Stage, _ loaders: (training: DataLoader, validation: DataLoader), _ shouldStop: () -> Bool,
        _ hear: (Event) -> Void
    ) throws {
        var training = loaders.training
        if training.transforms.isRandom { training.augmentedVariants = stage.augmentedVariants }
        var records = progress.position.records
        try fit(
            model, training: training, validation: loaders.validation, optimizer: optimizer, epochs: stage.epochs,
            firstEpoch: epochsBefore,
            schedule: stage.schedule(stepsPerEpoch: training.batchCount), from: progress.position,
            onProgress: { step in
                hear(.step(step, stage))
                guard shouldStop() else { return }
                progress.position = step.position
                try save()
                throw Stopped()
            },
            onEpoch: { record in
                records.append(record)
                progress.position = FitPosition(after: records)
                try finishEpoch(hear)
            },
            onCache: { hear(.cached($0)) }, onFinding: { hear(.finding($0)) })
    }

    /// Keeps an epoch's outcome: first the weights, if they are the best, then the numbers, and last the checkpoint. If
    /// the run is cut off between them, the epoch is run again and all is written as before.
    private func finishEpoch(_ hear: (Event) -> Void) throws {
        guard let record = progress.allRecords.last else { return }
        let isBest = record.isBetter(than: progress.best)
        if isBest {
            progress.best = record
            var weights = model.stateDictionary
            weights.metadata = ["format": "pt", "model": configuration.model]
            try weights.writeSafetensors(to: folder.bestFile)
        }
        try writeMetrics()
        try save()
        hear(.epoch(record, isBest: isBest))
    }

    /// The epochs of the stages that are done.
    private var epochsBefore: Int { progress.records.map(\.count).reduce(0, +) }

    private func save() throws { try Checkpoint.write(progress, model, optimizer, to: folder.lastFile) }

    private func writeMetrics() throws {
        let stages = zip(progress.stages, progress.records).flatMap { stage, records in records.map { _ in stage.name }
        }
        let running = progress.position.records.map { _ in progress.stage?.name ?? "" }
        let rows = zip(stages + running, progress.allRecords).map { stage, record in
            [
                "\(record.epoch)", stage, "\(record.trainingLoss)", "\(record.trainingAccuracy)",
                "\(record.validationLoss)", "\(record.validationAccuracy)",
            ]
        }
        let columns = [
            "epoch", "stage", "training_loss", "training_accuracy", "validation_loss", "validation_accuracy",
        ]
        try writeCSV([columns] + rows, to: folder.metricsFile)
    }

    private func nextStage() -> Stage? {
        configuration.recipe.next(
            after: zip(progress.stages, progress.records).map { StageResult(stage: $0, records: $1) },
            TrainingSize(images: data.train.count, classes: data.classes.count), epochs: configuration.epochs,
            rate: progress.rate)
    }

    /// Asks the rate finder, unless a rate was given or found before.
    private func findRate(_ training: DataLoader, _ shouldStop: () -> Bool, _ hear: (Event) -> Void) throws {
        guard progress.rate == 0 else { return }
        hear(.searchingRate)
        configuration.firstStage(on: data)?.prepare(model, optimizer)
        var training = training
        if training.transforms.isRandom { training.augmentedVariants = 1 }
        let curve = try findLearningRate(
            model, training: training, optimizer: optimizer, from: 1e-5, to: 1,
            onStep: { if shouldStop() { throw Stopped() } })
        progress.rate = Float(curve.valley ?? 2e-3)
        try save()
        hear(.foundRate(progress.rate))
    }
}
