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

    @Option(help: "The network; see weights list for what comes with the package.")
    var model = "efficientnet_lite0"

    @Option(help: "Pretrained weights of that network, .safetensors or .pth. (default: the shipped ones)")
    var weights: String?

    @Option(
        help: """
            What learns: head, last-block, fine-tune (the head, then all layers), full (all from the start), or auto: \
            the head first, then what the number of images and its success ask for.
            """)
    var recipe = Recipe.auto

    @Option(help: "Epochs of the last stage. (default: the recipe's own number)")
    var epochs: Int?

    @Option(help: "Images in a step.")
    var batch = 32

    @Option(help: "Side of the images in pixels. (default: the weights' own)")
    var size: Int?

    @Option(name: .customLong("lr"), help: "The head's highest learning rate, or auto: ask the rate finder.")
    var rate = "auto"

    @Option(help: "Decides every random choice.")
    var seed: UInt64 = 1

    @Flag(inversion: .prefixedNo, help: "Cut and flip training images at random.")
    var augment = true

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

    private var givenRate: Float? { Float(rate) }

    func validate() throws {
        guard (data == nil) != (resume == nil) else {
            throw ValidationError("Give either --data with photographs, or --resume with the folder of a run.")
        }
        if let epochs, !(1...10_000).contains(epochs) {
            throw ValidationError("--epochs must be 1 to 10000, not \(epochs).")
        }
        guard (1...4096).contains(batch) else { throw ValidationError("--batch must be 1 to 4096, not \(batch).") }
        if let size, !(32...1024).contains(size) {
            throw ValidationError("--size must be 32 to 1024 pixels, not \(size).")
        }
        guard rate == "auto" || givenRate.map({ $0 > 0 && $0.isFinite }) == true else {
            throw ValidationError("--lr must be a positive number or auto, not \(rate).")
        }
        do { _ = try ModelZoo.preset(model) } catch { throw ValidationError("\(error)") }
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
        var configuration = try RunConfiguration(
            data: URL(fileURLWithPath: source).path, model: model,
            weights: weights.map { URL(fileURLWithPath: $0).path }, recipe: recipe, epochs: epochs, batchSize: batch,
            size: size, rate: givenRate, augments: augment, seed: seed, classes: photographs.classes)
        configuration.data = photographs.source == source ? configuration.data : photographs.source
        let split = try photographs.split(seed: seed, copies: scan.copies, reading: configuration.reading)
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

extension Recipe: ExpressibleByArgument {}
extension RunWatch.Style: ExpressibleByArgument {}
