import Labs
import TrainingCore
import Wording

/// Shows on the terminal how far a lab is: a line for each trial that is done, a bar for the one that runs.
final class LabWatch {
    private var bar: ProgressBar?
    private var epoch = 0

    func hear(_ event: Journal.Event) {
        switch event {
        case .began(let setting, let seed, let done):
            label = "\(percentOf(done)) \(setting), seed \(seed)"
            epoch = 0
        case .step(let progress):
            if progress.epoch != epoch {
                bar = ProgressBar(
                    "\(label), epoch \(progress.epoch)/\(progress.epochs)", total: progress.steps * progress.images)
                epoch = progress.epoch
            }
            bar?.advance(by: progress.images, note: ", loss \(fixed(progress.loss, 3))")
        case .finished(let trial, let done):
            bar?.finish()
            bar = nil
            let accuracy = trial.outcome.numbers[Outcome.validationAccuracy].map { ", validation \(percent($0))" } ?? ""
            say("\(percentOf(done)) \(trial.setting), seed \(trial.seed): \(fixed(trial.seconds, 1)) s\(accuracy)")
        }
    }

    private var label = ""

    private func percentOf(_ share: Double) -> String { "[\(Int((100 * share).rounded())) %]" }
}
