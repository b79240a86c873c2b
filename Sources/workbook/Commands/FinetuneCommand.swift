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

    @Flag(help: "Leave out files that cannot be read, instead of stopping.")
    var skipUnreadable = false

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
        let records = try stopping(folder, watch) { shouldStop in
            try run.train(shouldStop: shouldStop, hear: watch.hear)
        }
        let seconds = resume == nil ? (ContinuousClock.now - start) / .seconds(1) : nil
        let results = try folder.writeResults(run.configuration, on: run.data, records: records, seconds: seconds)
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
        let source = data ?? ""
        let (photographs, scan) = try PhotographReport(skipsUnreadable: skipUnreadable, watch: watch).scanned(source)
        let configuration = try choices.configuration(source, classes: photographs.classes)
        let split = try photographs.split(
            seed: choices.seed, copies: scan.copies, reading: configuration.reading)
        let folder = RunFolder(try OutputFolder(out ?? "Runs/finetune-\(timestamp())").path)
        let run = try FineTuningRun(configuration, on: split, in: folder)
        watch.say(
            "\(grouped(split.train.count)) images to train on, \(grouped(split.validation.count)) to validate, "
                + "\(grouped(split.test.count)) to test")
        return (folder, run)
    }

    /// Lets Ctrl-C end the run after the running step, and says how to go on.
    private func stopping<Result>(
        _ folder: RunFolder, _ watch: RunWatch, _ work: (_ shouldStop: () -> Bool) throws -> Result
    ) throws -> Result {
        let goOn = "./workbook finetune --resume \(folder.path)"
        do {
            return try noticingInterruption(work)
        } catch is FineTuningRun.Stopped {
            watch.say("Stopped. Go on with: \(goOn)")
            throw ExitCode(130)
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
