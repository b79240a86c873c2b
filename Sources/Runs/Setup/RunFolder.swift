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
    /// How often each class was taken for each other one.
    public var confusionsFile: String { "\(path)/confusions.csv" }
    /// The page with everything.
    public var reportFile: String { "\(path)/report.html" }

    /// Whether a run has begun here.
    public var hasRun: Bool { FileManager.default.fileExists(atPath: configurationFile) }

    /// What the run follows from.
    ///
    /// - Throws: `FileError` when there is no run here, or its file is damaged.
    public func configuration() throws -> RunConfiguration {
        let data = try readFile(configurationFile, expected: "a run's config.json")
        guard let configuration = try? JSONDecoder().decode(RunConfiguration.self, from: data) else {
            throw FileError(configurationFile, expected: "a run's configuration", found: "something else")
        }
        if let wrong = configuration.outOfRange {
            throw FileError(configurationFile, expected: wrong.expected, found: wrong.found)
        }
        return configuration
    }

    /// Keeps what the run follows from.
    ///
    /// - Throws: `FileError` when the file cannot be written.
    public func write(_ configuration: RunConfiguration) throws { try writeJSON(configuration, to: configurationFile) }

    /// The photographs in the parts that they were dealt into.
    ///
    /// - Throws: `FileError` when the list is missing or damaged.
    public func photographs(_ configuration: RunConfiguration) throws -> DatasetSplit {
        try Photographs.find(photographsFile, isExact: true).split(
            seed: configuration.seed, reading: configuration.reading)
    }

    /// All that a run writes.
    private var files: [String] {
        [configurationFile, photographsFile, metricsFile, bestFile, lastFile, resultsFile, confusionsFile, reportFile]
            + Picture.allCases.map(file)
    }

    /// Makes sure that a new run here overwrites nothing and does not come to stand among photographs.
    ///
    /// - Parameter data: the folder or list of photographs.
    /// - Throws: `FileError` when there is a run here, or a file of a name that a run gives (its list has a check of its
    ///   own), or the folder is inside of `data`: its pictures would be taken for photographs the next time.
    public func checkThatNothingIsLost(besides data: String) throws {
        guard !hasRun else {
            throw FileError(path, expected: "a folder without a run", found: "one; go on with --resume")
        }
        let taken = files.first { $0 != photographsFile && FileManager.default.fileExists(atPath: $0) }
        if let taken {
            throw FileError(
                path, expected: "a folder for a new run",
                found: "\(URL(fileURLWithPath: taken).lastPathComponent) in it")
        }
        let (inner, outer) = (resolved(path), resolved(data))
        if inner == outer || inner.hasPrefix(outer + "/") {
            throw FileError(path, expected: "a folder outside of the photographs", found: "one inside of \(data)")
        }
    }

    /// Removes what a run that was cut off while it wrote has left: files under temporary names.
    func removeLeftovers() {
        for file in files { removeTemporaries(of: file) }
    }

    /// Keeps the photographs in their parts.
    ///
    /// - Throws: `FileError` when there is another list already, or the file cannot be written.
    func write(_ split: DatasetSplit) throws {
        let parts: [(Photographs.Part, any ImageDataset)] = [
            (.train, split.train), (.validation, split.validation), (.test, split.test),
        ]
        let rows = parts.flatMap { part, images in
            (0..<images.count).map { index in
                // The list is read from where it lies, not from where the run began.
                [
                    URL(fileURLWithPath: images.name(at: index)).path, images.classes[images.label(at: index)],
                    part.rawValue,
                ]
            }
        }
        let list = csv([["file", "label", "part"]] + rows)
        let known = FileManager.default.contents(atPath: photographsFile)
        // The same list is there if this run was killed in its first moment.
        guard known == nil || known == list else {
            throw FileError(photographsFile, expected: "no file, or this run's list", found: "another list")
        }
        try writeAtomically(list, to: photographsFile)
    }
}

/// An absolute path without links.
private func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
