import Files
import Foundation
import TrainingCore

@testable import Runs

/// A folder of its own for a test, with a few of the shipped pictures in class folders and room for runs.
final class Photos {
    let path: String
    var folder: String { "\(path)/photos" }

    /// Classes bear names that a page and a list must write with care.
    static let classes = ["<bag> & \"co\"", "=trouser, long"]

    init(perClass count: Int = 14) throws {
        path = NSTemporaryDirectory() + "runs-\(UUID().uuidString)"
        let images = try FashionMNIST.folder(.train)
        for (name, shipped) in zip(Self.classes, ["bag", "trouser"]) {
            try FileManager.default.createDirectory(atPath: "\(path)/photos/\(name)", withIntermediateDirectories: true)
            let label = images.classes.firstIndex(of: shipped)
            for (number, sample) in images.samples.filter({ $0.label == label }).prefix(count).enumerated() {
                try FileManager.default.copyItem(atPath: sample.path, toPath: "\(path)/photos/\(name)/\(number).png")
            }
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What a small run follows from.
    func configuration(_ recipe: Recipe = .lastBlock, rate: Float? = 0.003) throws -> RunConfiguration {
        try RunConfiguration(
            data: folder, recipe: recipe, epochs: 2, batchSize: 4, size: 32, rate: rate, seed: 3, classes: Self.classes)
    }

    /// The folder of a run, made.
    func run(_ name: String) throws -> RunFolder {
        try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
        return RunFolder("\(path)/\(name)")
    }

    /// A new run in a new folder.
    func begin(_ name: String, _ configuration: RunConfiguration) throws -> (RunFolder, FineTuningRun) {
        let folder = try run(name)
        let split = try Photographs.find(self.folder).split(seed: 3, reading: configuration.reading)
        return (folder, try FineTuningRun(configuration, on: split, in: folder))
    }
}

func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
