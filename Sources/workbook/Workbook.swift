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
                name: "Tools",
                subcommands: [
                    WeightsCommand.self, ForwardCommand.self, BenchCommand.self, DataCommand.self,
                    PretrainCommand.self, SelfCheckCommand.self,
                ]),
        ])

    static func main() {
        waitWithoutSpinning()
        main(nil)
    }
}

/// Starts the program anew with `OMP_WAIT_POLICY=passive`, unless the variable is set already.
///
/// Between two kernels, OpenMP's threads spin by default. While anything else wants the cores, that made the tour
/// three to six times slower, and the library reads the variable before `main`.
private func waitWithoutSpinning() {
    guard getenv("OMP_WAIT_POLICY") == nil else { return }
    setenv("OMP_WAIT_POLICY", "passive", 1)
    let arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv("/proc/self/exe", arguments)
    // Only reached where there is no /proc; then the program goes on, spinning.
}
