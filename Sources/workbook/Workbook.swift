import ArgumentParser
import Foundation

/// The command line: `workbook tour`, `workbook weights …`, `workbook data …`.
@main
struct Workbook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workbook",
        abstract: "Learn to fine-tune pretrained image models, in Swift.",
        subcommands: [TourCommand.self, WeightsCommand.self, DataCommand.self])
}
