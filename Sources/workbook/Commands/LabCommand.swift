import ArgumentParser
import Foundation
import Labs
import TrainingCore
import Wording

struct LabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Answer a question about fine-tuning by trying. Without a name: list the questions.",
        discussion: """
            Writes report.md, summary.csv, trials.csv, curves.csv and pictures. Whatever is done is kept: after an \
            interruption the same command goes on.
            """)

    @Argument(help: "Which lab.")
    var name: String?

    @Flag(help: "Take less than a minute: fewer images and settings, and a small network.")
    var quick = false

    @Option(help: "How many seeds to try each setting with. (default: 3; 2 with --quick)")
    var seeds: Int?

    @Option(help: "The folder to write into. (default: Runs/lab-NAME, Runs/lab-NAME-quick)")
    var out: String?

    func validate() throws {
        if let seeds {
            guard (1...100).contains(seeds) else { throw ValidationError("--seeds must be 1 to 100, not \(seeds).") }
        }
        do {
            if let name { _ = try lab(named: name) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() throws {
        guard let name else { return list() }
        let kind = try lab(named: name)
        let setup = LabSetup(quick ? .quick : .full, seedCount: seeds)
        let lab = try kind.init(setup)
        let folder = try OutputFolder(out ?? "Runs/lab-\(name)\(quick ? "-quick" : "")")
        say(Terminal.bold(kind.question))
        warnIfBusy()
        let watch = LabWatch()
        let journal = try Journal(kind, setup, plan: lab.plan, in: folder.path, hear: watch.hear)
        if !journal.trials.isEmpty { say("\(counted(journal.trials.count, "trial")) of an earlier run kept") }
        let seconds = try journal.secondsLeft { try $0.secondsPerImage() }
        if seconds > 0 { say("This will take about \(duration(seconds)); results go to \(folder.path)") }
        let report = try stoppingCleanly(saying: "Interrupted. The same command goes on from here.") {
            try lab.run(journal)
        }
        try report.write(kind, journal.trials, to: folder.path)
        say("")
        say(report.table.text)
        say("")
        say(wrapped(report.finding))
        say("")
        say("\(folder.path)/report.md")
    }

    private func list() {
        let width = (allLabs.map { $0.name.count }.max() ?? 0) + 2
        for lab in allLabs { say(padded(lab.name, width) + lab.question) }
    }
}
