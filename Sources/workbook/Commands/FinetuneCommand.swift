import ArgumentParser
import Foundation
import Runs
import TrainingCore
import Wording

struct FinetuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finetune",
        abstract: "Fine-tune a pretrained model on your own photographs.",
        discussion: """
            The photographs lie in a folder for each class, in train, val and test folders with those inside, or stand \
            in a CSV file of file,label. Results go into a run folder: report.html, the weights, a line for each epoch. \
            Ctrl-C stops after the running step; whatever happens, --resume goes on from the last epoch.
            """)

    @Option(help: "The folder of photographs, or a CSV file that lists them.")
    var data: String?

    @OptionGroup var choices: RunChoices

    @Option(help: "The run folder to write. (default: Runs/finetune-…)")
    var out: String?

    @Option(help: "Go on with the run in this folder; all other choices are the run's own.")
    var resume: String?

    @Option(help: "How to show progress: bar, json (a line for each event) or none.")
    var progress = RunWatch.Style.bar

    @Option(help: "A file to add what is said to.")
    var log: String?

    func validate() throws {
        guard (data == nil) != (resume == nil) else {
            throw ValidationError("Give either --data with photographs, or --resume with the folder of a run.")
        }
    }

    func run() throws {
        let watch = try RunWatch(progress, log: log)
        if progress == .bar { warnIfBusy() }
        let start = ContinuousClock.now
        let (folder, run) = try resume.map { try resumed($0, watch) } ?? begun(watch)
        let results = try sayingHowToGoOn(folder, watch) {
            let records = try noticingInterruption { wasInterrupted in
                try run.train(shouldStop: wasInterrupted, hear: watch.hear)
            }
            let seconds = resume == nil ? (ContinuousClock.now - start) / .seconds(1) : nil
            return try folder.writeResults(run.configuration, on: run.data, records: records, seconds: seconds)
        }
        watch.say(
            "\(percent(results.evaluation.accuracy)) of \(counted(results.evaluation.labels.count, "\(run.data.heldOutPart.rawValue) image")) "
                + "right, with the weights of the best epoch")
        watch.say("Look at \(folder.reportFile)")
    }

    private func resumed(_ path: String, _ watch: RunWatch) throws -> (RunFolder, FineTuningRun) {
        let folder = RunFolder(path)
        let run = try FineTuningRun(resuming: folder)
        if run.configuration.threads != computingThreads {
            watch.say(
                "The run began with \(counted(run.configuration.threads, "thread")), this is \(computingThreads): sums are "
                    + "added in another order, and the last digits will differ.")
        }
        return (folder, run)
    }

    private func begun(_ watch: RunWatch) throws -> (RunFolder, FineTuningRun) {
        let output = try OutputFolder(out ?? "Runs/finetune-\(timestamp())")
        do {
            let folder = RunFolder(output.path)
            try folder.checkThatNothingIsLost(besides: data ?? "")
            let (configuration, split) = try choices.run(on: data ?? "", telling: watch)
            let run = try FineTuningRun(configuration, on: split, in: folder)
            watch.say(
                "\(grouped(split.train.count)) images to train on, \(grouped(split.validation.count)) to validate, "
                    + "\(grouped(split.test.count)) to test")
            return (folder, run)
        } catch {
            output.removeIfEmpty()
            throw error
        }
    }

    /// Runs `work`; says how to go on after Ctrl-C, and after a file that could not be read or written.
    private func sayingHowToGoOn<Result>(
        _ folder: RunFolder, _ watch: RunWatch, _ work: () throws -> Result
    ) throws -> Result {
        let goOn = "./workbook finetune --resume \(quotedForShell(folder.path))"
        do {
            return try work()
        } catch is FineTuningRun.Stopped {
            watch.say("Stopped. Go on with: \(goOn)")
            throw ExitCode(130)
        } catch let error as FileError {
            watch.say("What is done is kept. When the matter below is put right, go on with: \(goOn)")
            throw error
        } catch let error as NonFiniteLoss {
            watch.say("\(error)")
            let hasBest = FileManager.default.fileExists(atPath: folder.bestFile)
            watch.say(
                hasBest
                    ? "The weights of the best epoch before it are in \(folder.bestFile)."
                    : "No epoch was finished before it. Begin again with a lower --lr.")
            throw ExitCode(1)
        }
    }
}

extension RunWatch.Style: ExpressibleByArgument {}

/// A word as a shell takes it for one, in quotes where it must be.
private func quotedForShell(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+,:@%=".contains($0)) }
    return isPlain && !word.isEmpty ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
}
