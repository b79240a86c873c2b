import Foundation
import Runs
import TrainingCore
import Wording

/// Tells the person, the program or the file that listens how a run goes.
final class RunWatch {
    /// How progress is shown.
    enum Style: String, CaseIterable {
        /// A bar for the running epoch, and a line for each that is done.
        case bar
        /// A line of JSON for each event, and nothing else.
        case json
        /// A line for each epoch.
        case none
    }

    private let style: Style
    private let log: FileHandle?
    private var running: ProgressBar?

    /// - Parameter path: a file that everything said is added to.
    init(_ style: Style, log path: String?) throws {
        self.style = style
        log = try path.map { path in
            let files = FileManager.default
            guard files.fileExists(atPath: path) || files.createFile(atPath: path, contents: nil),
                let file = FileHandle(forWritingAtPath: path)
            else { throw FileError(path, expected: "a file that can be written to", found: "none") }
            try file.seekToEnd()
            return file
        }
    }

    func say(_ text: String) { say(text, inJSON: Message(event: "message", text: text)) }

    /// Ends the running bar, and says something in the way that the listener wants it.
    private func say(_ text: String, inJSON message: some Encodable) {
        running?.finish()
        running = nil
        try? log?.write(contentsOf: Data((text + "\n").utf8))
        if style == .json { try? sayJSON(message) } else { workbook.say(text) }
    }

    /// A bar for a job over so many files; `nil` where no bar is wanted.
    func bar(_ label: String, total: Int) -> ProgressBar? { style == .bar ? ProgressBar(label, total: total) : nil }

    func hear(_ event: FineTuningRun.Event) {
        switch event {
        case .searchingRate: say("Looking for a learning rate")
        case .foundRate(let rate): say("Learning rate of the head: \(shortNumber(Double(rate)))")
        case .stage(let stage):
            let reason = stage.reason.map { "; \($0)" } ?? ""
            say("Learning now: \(stage.name), for \(counted(stage.epochs, "epoch"))\(reason)")
        case .cached(let report): say(report.description)
        case .finding(let finding): say("\(finding)")
        case .step(let step, let stage): show(step, stage)
        case .epoch(let record, let isBest):
            say(
                "epoch \(record.epoch): loss \(fixed(record.trainingLoss, 3)), validation loss "
                    + "\(fixed(record.validationLoss, 3)), accuracy \(percent(record.validationAccuracy))"
                    + (isBest ? ", the best so far" : ""),
                inJSON: EpochMessage(record, isBest: isBest))
        }
    }

    private func show(_ step: FitProgress, _ stage: Stage) {
        switch style {
        case .none: break
        case .json: try? sayJSON(StepMessage(step, stage))
        case .bar:
            if running == nil || step.step == 1 {
                running = ProgressBar(
                    "\(stage.name), epoch \(step.epoch)/\(step.epochs)", total: step.steps * step.images)
            }
            running?.advance(by: step.images, note: ", loss \(fixed(step.loss, 3))")
        }
    }
}

private struct Message: Encodable {
    let event: String
    let text: String
}

private struct StepMessage: Encodable {
    let event = "step"
    let stage: String
    let epoch, epochs, step, steps, images: Int
    let loss: Double

    init(_ progress: FitProgress, _ stage: Stage) {
        self.stage = stage.name
        (epoch, epochs, step, steps) = (progress.epoch, progress.epochs, progress.step, progress.steps)
        (images, loss) = (progress.images, progress.loss)
    }
}

private struct EpochMessage: Encodable {
    let event = "epoch"
    let record: EpochRecord
    let isBest: Bool

    init(_ record: EpochRecord, isBest: Bool) { (self.record, self.isBest) = (record, isBest) }
}
