import ArgumentParser
import Runs
import TrainingCore
import Wording

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look for silent mistakes in a fine-tuning set-up, without training.",
        discussion: """
            Checks what finetune would do with some photographs, or what it did in a run: files, parts and classes, \
            what learns and how fast, transforms and weights. The status is 1 if there is an error, not for warnings.
            """)

    @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
    var path: String?

    @Option(help: "A folder of photographs, or a CSV file that lists them.")
    var data: String?

    @OptionGroup var choices: RunChoices

    func validate() throws {
        guard (path == nil) != (data == nil) else {
            throw ValidationError("Give either the folder of a run, or --data with photographs.")
        }
    }

    func run() throws {
        let (configuration, split) = try path.map(ofRun) ?? ofPhotographs(data ?? "")
        let findings = try configuration.findings(on: split)
        for finding in findings { say("\(finding)") }
        let errors = findings.count { $0.severity == .error }
        say(
            findings.isEmpty
                ? "Nothing seems wrong." : "\(counted(errors, "error")), \(counted(findings.count - errors, "warning"))"
        )
        if errors > 0 { throw ExitCode(1) }
    }

    private func ofRun(_ path: String) throws -> (RunConfiguration, DatasetSplit) {
        let folder = RunFolder(path)
        let configuration = try folder.configuration()
        return (configuration, try folder.photographs(configuration))
    }

    private func ofPhotographs(_ source: String) throws -> (RunConfiguration, DatasetSplit) {
        let watch = try RunWatch(.bar, log: nil)
        return try choices.run(on: source, telling: watch)
    }
}
