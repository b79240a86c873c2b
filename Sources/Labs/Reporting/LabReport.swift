import Files
import TrainingCore

/// What a lab found.
public struct LabReport {
    /// The settings and what they brought.
    public let table: LabTable
    /// Pictures by the names of their files, without `.png`.
    public let pictures: [(name: String, chart: any Chart)]
    /// What was found, in words that follow from the numbers.
    public let finding: String

    /// A report.
    public init(table: LabTable, pictures: [(name: String, chart: any Chart)], finding: String) {
        self.table = table
        self.pictures = pictures
        self.finding = finding
    }

    /// Writes the pictures, the table as `summary.csv`, the numbers of each trial as `trials.csv`, their curves as
    /// `curves.csv`, and a page with all of it, `report.md`.
    ///
    /// - Throws: `FileError` when one cannot be written.
    public func write(_ lab: any Lab.Type, _ trials: [Trial], to folder: String) throws {
        for picture in pictures { try picture.chart.write(to: "\(folder)/\(picture.name).png") }
        try writeCSV([table.columns] + table.rows, to: "\(folder)/summary.csv")
        try writeCSV(Self.numbers(of: trials), to: "\(folder)/trials.csv")
        try writeCSV(Self.curves(of: trials), to: "\(folder)/curves.csv")
        let page =
            ["# \(lab.question)", table.markdown, finding] + pictures.map { "![\($0.name)](\($0.name).png)" }
        try writeAtomically(Array((page.joined(separator: "\n\n") + "\n").utf8), to: "\(folder)/report.md")
    }

    /// A line for each trial, a column for each number.
    private static func numbers(of trials: [Trial]) -> [[String]] {
        let names = Set(trials.flatMap { $0.outcome.numbers.keys }).sorted()
        return [["setting", "seed", "seconds"] + names]
            + trials.map { trial in
                [trial.setting, "\(trial.seed)", "\(trial.seconds)"]
                    + names.map { name in trial.outcome.numbers[name].map { "\($0)" } ?? "" }
            }
    }

    /// A line for each point of each curve.
    private static func curves(of trials: [Trial]) -> [[String]] {
        [["setting", "seed", "curve", "position", "value"]]
            + trials.flatMap { trial in
                trial.outcome.curves.sorted { $0.key < $1.key }.flatMap { name, values in
                    values.enumerated().map { [trial.setting, "\(trial.seed)", name, "\($0 + 1)", "\($1)"] }
                }
            }
    }
}
