import Foundation
import TrainingCore

@testable import Labs

/// Trials of a setting as they might have come out, seed 1, 2, ….
///
/// - Parameters:
///   - accuracies: the validation accuracy of each seed.
///   - loss: the validation loss of all.
///   - numbers: what else was measured, the same for all seeds.
func trials(
    _ setting: String, _ accuracies: [Double], loss: Double = 1, numbers: [String: Double] = [:],
    curve: [Double] = []
) -> [Trial] {
    accuracies.enumerated().map { index, accuracy in
        let measured = [Outcome.validationAccuracy: accuracy, Outcome.validationLoss: loss]
        return Trial(
            setting: setting, seed: UInt64(index + 1), subject: "s", images: 1, seconds: 1,
            outcome: Outcome(
                measured.merging(numbers) { $1 },
                curves: curve.isEmpty ? [:] : [Outcome.validationAccuracy: curve]))
    }
}

/// The rows of a table by their first words.
extension LabTable {
    func row(_ name: String) -> [String]? { rows.first { $0.first == name } }
}

/// An empty folder of its own; see ``remove(_:)``.
func temporaryFolder() -> String {
    let folder = NSTemporaryDirectory() + "labs-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
}

/// Deletes a folder and all that is in it.
func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }
