import Files
import Foundation
import TrainingCore

/// Where a run keeps its files.
public struct RunFolder: Sendable {
    /// The folder.
    public let path: String

    /// A folder for a run; it must be there.
    public init(_ path: String) { self.path = path }

    /// What the run follows from.
    public var configurationFile: String { "\(path)/config.json" }
    /// The photographs with their classes and parts, a list that `--data` takes.
    public var photographsFile: String { "\(path)/photographs.csv" }
    /// A line for each epoch.
    public var metricsFile: String { "\(path)/metrics.csv" }
    /// The weights of the epoch with the best validation.
    public var bestFile: String { "\(path)/best.safetensors" }
    /// All that is needed to go on.
    public var lastFile: String { "\(path)/last.safetensors" }
    /// What the best weights brought.
    public var resultsFile: String { "\(path)/results.json" }
    /// The page with everything.
    public var reportFile: String { "\(path)/report.html" }

    /// Whether a run has begun here.
    public var hasRun: Bool { FileManager.default.fileExists(atPath: configurationFile) }

    /// What the run follows from.
    ///
    /// - Throws: `FileError` when there is no run here, or its file is damaged.
    public func configuration() throws -> RunConfiguration {
        let data = try readFile(configurationFile, expected: "a run's config.json")
        do {
            return try JSONDecoder().decode(RunConfiguration.self, from: data)
        } catch {
            throw FileError(configurationFile, expected: "a run's configuration", found: "something else")
        }
    }

    /// Keeps what the run follows from.
    ///
    /// - Throws: `FileError` when the file cannot be written.
    public func write(_ configuration: RunConfiguration) throws { try writeJSON(configuration, to: configurationFile) }

    /// The photographs in the parts that they were dealt into.
    ///
    /// - Throws: `FileError` when the list is missing or damaged.
    public func photographs(_ configuration: RunConfiguration) throws -> DatasetSplit {
        try Photographs.find(photographsFile).split(seed: configuration.seed, reading: configuration.reading)
    }

    /// Removes what a run that was cut off while it wrote has left: files under temporary names.
    func removeLeftovers() {
        let files = FileManager.default
        let own = [configurationFile, photographsFile, metricsFile, bestFile, lastFile, resultsFile, reportFile].map {
            ".\(URL(fileURLWithPath: $0).lastPathComponent)."
        }
        for name in (try? files.contentsOfDirectory(atPath: path)) ?? [] where own.contains(where: name.hasPrefix) {
            unlink("\(path)/\(name)")
        }
    }

    /// Keeps the photographs in their parts.
    ///
    /// - Throws: `FileError` when the file cannot be written.
    func write(_ split: DatasetSplit) throws {
        let parts: [(Photographs.Part, any ImageDataset)] = [
            (.train, split.train), (.validation, split.validation), (.test, split.test),
        ]
        let rows = parts.flatMap { part, images in
            (0..<images.count).map { [images.name(at: $0), images.classes[images.label(at: $0)], part.rawValue] }
        }
        try writeCSV([["file", "label", "part"]] + rows, to: photographsFile)
    }
}
