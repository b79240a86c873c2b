import Files
import Foundation
import RandomNumbers
import TrainingCore

/// A moment of a run: the numbers of model and optimizer, the generators of dropout, and how far it has come. One
/// safetensors file, written whole or not at all.
struct Checkpoint {
    /// How far a run has come.
    struct Progress: Codable, Equatable {
        /// The stages that are done.
        var stages: [Stage] = []
        /// What each of them brought.
        var records: [[EpochRecord]] = []
        /// The stage that is running; `nil` between two.
        var stage: Stage?
        /// How far that one is.
        var position = FitPosition()
        /// The head's rate: the one that was asked for, or the finder's.
        var rate: Float
        /// The epoch whose weights are kept as the best, counted through all stages, and what it brought.
        var best: EpochRecord?
        /// What the modules that draw random numbers go on with.
        var generators: [SeededGenerator] = []

        /// The epochs of all stages so far, counted from 1.
        var allRecords: [EpochRecord] {
            (records.flatMap { $0 } + (stage == nil ? [] : position.records)).enumerated().map { index, record in
                record.numbered(index + 1)
            }
        }
    }

    private static let progressKey = "progress"

    /// Writes a moment to a file.
    ///
    /// - Throws: `FileError` when it cannot be written; then the file is as before.
    static func write(_ progress: Progress, _ model: Module, _ optimizer: Optimizer, to path: String) throws {
        var progress = progress
        progress.generators = model.drawingModules.map(\.generator)
        var file = StateDictionary()
        for (prefix, state) in [
            ("model", model.stateDictionary), ("optimizer", optimizer.stateDictionary(for: model)),
        ] {
            for name in state.names { file["\(prefix).\(name)"] = state[name] }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        file.metadata[progressKey] = String(decoding: try encoder.encode(progress), as: UTF8.self)
        try file.writeSafetensors(to: path)
    }

    /// Puts model and optimizer back to the moment in a file, and says how far the run had come.
    ///
    /// - Throws: `FileError` when the file cannot be read or belongs to another run.
    static func restore(_ model: Module, _ optimizer: Optimizer, from path: String) throws -> Progress {
        let file = try StateDictionary(contentsOfFile: path)
        guard let text = file.metadata[progressKey],
            let progress = try? JSONDecoder().decode(Progress.self, from: Data(text.utf8))
        else { throw FileError(path, expected: "a checkpoint of a run", found: "other weights") }
        let fit = model.fit(of: file.part("model."))
        guard fit.isComplete, model.drawingModules.count == progress.generators.count else {
            throw FileError(path, expected: "a checkpoint of this run's model", found: fit.summary)
        }
        model.loadWhatFits(file.part("model."))
        try optimizer.load(file.part("optimizer."), for: model, file: path)
        for (module, generator) in zip(model.drawingModules, progress.generators) { module.generator = generator }
        return progress
    }
}

extension StateDictionary {
    /// The arrays whose names begin so, without that beginning.
    fileprivate func part(_ prefix: String) -> StateDictionary {
        var part = StateDictionary()
        for name in names where name.hasPrefix(prefix) { part[String(name.dropFirst(prefix.count))] = self[name] }
        return part
    }
}

extension EpochRecord {
    /// The same under another number.
    func numbered(_ epoch: Int) -> EpochRecord {
        EpochRecord(
            epoch: epoch, trainingLoss: trainingLoss, trainingAccuracy: trainingAccuracy,
            validationLoss: validationLoss, validationAccuracy: validationAccuracy)
    }

    /// Whether the validation went better: more images right, or as many with a lower loss.
    func isBetter(than other: EpochRecord?) -> Bool {
        guard let other else { return true }
        return validationAccuracy != other.validationAccuracy
            ? validationAccuracy > other.validationAccuracy : validationLoss < other.validationLoss
    }
}
