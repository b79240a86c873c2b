import Files
import Foundation
import Testing
import TrainingCore

@testable import Runs

@Suite("A run that is cut off")
struct ResumingTests {
    /// Stops after every so many steps and goes on from the files, until nothing is left to do.
    private func runInPieces(_ folder: RunFolder, _ first: FineTuningRun, steps: Int) throws -> Int {
        var (run, pieces) = (first, 1)
        while true {
            do {
                var done = 0
                try run.train(shouldStop: {
                    done += 1
                    return done == steps
                })
                return pieces
            } catch is FineTuningRun.Stopped {
                run = try FineTuningRun(resuming: folder)
                pieces += 1
                try #require(pieces < 100)
            }
        }
    }

    /// Five steps an epoch: 3 stops within epochs and at their ends, 5 at their ends alone.
    @Test(arguments: [Recipe.lastBlock, .fineTune, .full], [3, 5])
    func goesOnBitForBit(_ recipe: Recipe, _ steps: Int) throws {
        let photos = try Photos()
        let configuration = try photos.configuration(recipe)
        let (whole, run) = try photos.begin("whole", configuration)
        let records = try run.train()
        #expect(records.map(\.epoch) == Array(1...records.count))
        let (parts, begun) = try photos.begin("parts", configuration)
        #expect(try runInPieces(parts, begun, steps: steps) > 2)
        for file in [\RunFolder.bestFile, \.lastFile, \.metricsFile, \.photographsFile, \.configurationFile] {
            #expect(
                try bytes(whole[keyPath: file]) == bytes(parts[keyPath: file]),
                "\(URL(fileURLWithPath: whole[keyPath: file]).lastPathComponent) differs")
        }
    }

    @Test func theRateFinderIsAskedOnce() throws {
        let photos = try Photos()
        let (folder, run) = try photos.begin("run", photos.configuration(.head, rate: nil))
        var found: [Float] = []
        func hear(_ event: FineTuningRun.Event) { if case .foundRate(let rate) = event { found.append(rate) } }
        #expect(throws: FineTuningRun.Stopped.self) { try run.train(shouldStop: { true }, hear: hear) }
        try FineTuningRun(resuming: folder).train(hear: hear)
        #expect(found.count == 1 && found.allSatisfy { $0 >= 1e-5 && $0 <= 1 })
    }

    @Test func whatAKilledWriteLeftIsRemovedAndTheCheckpointKept() throws {
        let photos = try Photos()
        let (folder, run) = try photos.begin("run", photos.configuration(.head))
        #expect(throws: FineTuningRun.Stopped.self) { try run.train(shouldStop: { true }) }
        let before = try bytes(folder.lastFile)
        let leftovers = [".last.safetensors", ".curves.png"].map { "\(folder.path)/\($0).\(UUID())" }
        for leftover in leftovers { try before.prefix(1000).write(to: URL(fileURLWithPath: leftover)) }
        let resumed = try FineTuningRun(resuming: folder)
        #expect(try bytes(folder.lastFile) == before)
        #expect(throws: FineTuningRun.Stopped.self) { try resumed.train(shouldStop: { true }) }
        for leftover in leftovers { #expect(!FileManager.default.fileExists(atPath: leftover)) }
    }

    /// The checkpoint has all weights: the file that the run began with may have gone.
    @Test func itGoesOnWithoutTheFirstWeights() throws {
        let photos = try Photos()
        var configuration = try photos.configuration(.head)
        let weights = "\(photos.path)/weights.safetensors"
        try FileManager.default.copyItem(atPath: EfficientNetLite.imageNetWeights, toPath: weights)
        configuration.weights = weights
        let (folder, run) = try photos.begin("run", configuration)
        #expect(throws: FineTuningRun.Stopped.self) { try run.train(shouldStop: { true }) }
        try FileManager.default.removeItem(atPath: weights)
        try FineTuningRun(resuming: folder).train()
        #expect(FileManager.default.fileExists(atPath: folder.bestFile))
    }

    @Test func aRunThatIsGoingOnIsLeftAlone() throws {
        let photos = try Photos()
        let (folder, run) = try photos.begin("run", photos.configuration(.head))
        var refusals: [FileError] = []
        func tryAsWell(_ event: FineTuningRun.Event) {
            guard case .stage = event else { return }
            do { try FineTuningRun(resuming: folder).train() } catch let error as FileError {
                refusals.append(error)
            } catch {}
        }
        try run.train(hear: tryAsWell)
        #expect(refusals.map(\.found) == ["a run that is going on in another process"])
    }

    @Test func filesThatARunWouldOverwriteAreNot() throws {
        let photos = try Photos()
        let configuration = try photos.configuration(.head)
        for (name, text) in [("report.html", "mine"), ("photographs.csv", "a.png,cat")] {
            let folder = try photos.run(name)
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
            let error = #expect(throws: FileError.self) { try photos.begin(name, configuration) }
            #expect(error?.description.contains(name) == true)
            #expect(try bytes("\(folder.path)/\(name)") == Data(text.utf8))
        }
        let error = #expect(throws: FileError.self) {
            try RunFolder("\(photos.folder)/Runs").checkThatNothingIsLost(besides: photos.folder)
        }
        #expect(error?.expected == "a folder outside of the photographs")
    }

    @Test func aDamagedCheckpointIsNamed() throws {
        let photos = try Photos()
        let (folder, run) = try photos.begin("run", photos.configuration(.head))
        #expect(throws: FineTuningRun.Stopped.self) { try run.train(shouldStop: { true }) }
        try bytes(folder.lastFile).prefix(5000).write(to: URL(fileURLWithPath: folder.lastFile))
        let error = #expect(throws: FileError.self) { try FineTuningRun(resuming: folder) }
        #expect(error?.file == folder.lastFile)
        try run.data.heldOut.image(at: 0).writePNG(to: folder.lastFile)
        #expect(throws: FileError.self) { try FineTuningRun(resuming: folder) }
    }

    @Test(arguments: [
        ("batchSize", "0", "batchSize 1 to 4096"), ("size", "0", "size 32 to 1024"),
        ("epochs", "-1", "epochs 1 to 10000"),
        ("rate", "-1", "rate 1e-30 to 1e+30"),
    ])
    func aNumberOutOfRangeIsNamed(_ key: String, _ number: String, _ expected: String) throws {
        let photos = try Photos()
        let (folder, _) = try photos.begin("run", photos.configuration(.head))
        var values = try #require(
            JSONSerialization.jsonObject(with: bytes(folder.configurationFile)) as? [String: Any])
        values[key] = Int(number)
        try JSONSerialization.data(withJSONObject: values).write(to: URL(fileURLWithPath: folder.configurationFile))
        let error = #expect(throws: FileError.self) { try folder.configuration() }
        #expect(error?.file == folder.configurationFile && error?.expected == expected)
    }

    @Test func anotherRunsCheckpointIsRefused() throws {
        let photos = try Photos()
        let (folder, run) = try photos.begin("run", photos.configuration(.head))
        try run.train()
        try FileManager.default.removeItem(atPath: folder.lastFile)
        try FileManager.default.copyItem(atPath: folder.bestFile, toPath: folder.lastFile)
        let error = #expect(throws: FileError.self) { try FineTuningRun(resuming: folder) }
        #expect(error?.expected == "a checkpoint of a run")
    }

    @Test func aSecondRunDoesNotOverwriteTheFirst() throws {
        let photos = try Photos()
        let (folder, _) = try photos.begin("run", photos.configuration(.head))
        let before = try bytes(folder.configurationFile)
        #expect(throws: FileError.self) { try photos.begin("run", photos.configuration(.full)) }
        #expect(try bytes(folder.configurationFile) == before)
    }

    /// A rate beyond all measure: the weights of the last good epoch stay.
    @Test func aLossThatIsNoNumberEndsTheRunAndKeepsTheFiles() throws {
        let photos = try Photos()
        let (folder, run) = try photos.begin("run", photos.configuration(.full, rate: 1e30))
        let error = #expect(throws: NonFiniteLoss.self) { try run.train() }
        #expect(error?.epoch == 1 && error?.step ?? 0 > 1)
        #expect(!FileManager.default.fileExists(atPath: folder.bestFile))
        #expect(FileManager.default.fileExists(atPath: folder.configurationFile))
    }
}
