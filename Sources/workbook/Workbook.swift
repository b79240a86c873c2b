import ArgumentParser
import Foundation

/// The command line: `workbook tour`, `workbook grade 13` and the others that `workbook --help` lists.
@main
struct Workbook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workbook",
        abstract: "Learn to fine-tune pretrained image models, in Swift.",
        groupedSubcommands: [
            CommandGroup(name: "Start here", subcommands: [TourCommand.self]),
            CommandGroup(
                name: "Exercises",
                subcommands: [
                    ListCommand.self, NextCommand.self, HintCommand.self, GradeCommand.self, WatchCommand.self,
                    ResetCommand.self, SolutionCommand.self, UpdateCommand.self,
                ]),
            CommandGroup(
                name: "Your own photographs",
                subcommands: [
                    FinetuneCommand.self, EvaluateCommand.self, PredictCommand.self, ExportCommand.self,
                    CheckCommand.self,
                ]),
            CommandGroup(name: "Experiments", subcommands: [LabCommand.self]),
            CommandGroup(
                name: "Tools",
                subcommands: [
                    WeightsCommand.self, ForwardCommand.self, BenchCommand.self, BenchEpochsCommand.self,
                    DataCommand.self, PretrainCommand.self, SelfCheckCommand.self,
                ]),
        ])

    static func main() {
        waitWithLittleSpinning()
        main(nil)
    }
}

/// Starts the program anew with `OMP_WAIT_POLICY=passive` and `GOMP_SPINCOUNT=10000`, unless the first is set already.
///
/// Between two kernels, OpenMP's threads spin by default. While anything else wants the cores, that made the tour
/// three to six times slower, and the library reads the variables before `main`. Ten thousand rounds, well under a
/// millisecond, bridge the gap between two kernels: EfficientNet-B0 gains a fifth over not spinning at all.
private func waitWithLittleSpinning() {
    guard getenv("OMP_WAIT_POLICY") == nil else { return }
    setenv("OMP_WAIT_POLICY", "passive", 1)
    setenv("GOMP_SPINCOUNT", "10000", 0)
    let arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv("/proc/self/exe", arguments)
    // Only reached where there is no /proc; then the program goes on, spinning.
}
