import Files
import Foundation
import Testing
import TrainingCore

@testable import Runs

@Suite("What a run leaves")
struct ResultTests {
    @Test func everyFileAndAPageThatNeedsNoOther() throws {
        let photos = try Photos()
        let configuration = try photos.configuration(.head)
        let (folder, run) = try photos.begin("run", configuration)
        let records = try run.train()
        let results = try folder.writeResults(configuration, on: run.data, records: records, seconds: 12)
        #expect(results.evaluation.labels.count == run.data.test.count && run.data.test.count > 0)
        #expect(results.confusion.counts.joined().reduce(0, +) == run.data.test.count)
        #expect(results.mistakes.count == results.confusedPairs.map(\.count).reduce(0, +))

        let page = try String(contentsOfFile: folder.reportFile, encoding: .utf8)
        #expect(page.contains("&lt;bag&gt; &amp; &quot;co&quot;") && !page.contains("<bag>"))
        #expect(
            page.components(separatedBy: "src=\"").dropFirst().allSatisfy { $0.hasPrefix("data:image/png;base64,") })
        #expect(!page.contains("http") && !page.contains("<script") && !page.contains("<link"))
        let metrics = try readCSV(folder.metricsFile)
        #expect(metrics.count == 1 + records.count && metrics[1].fields[1] == "head")
        let json = try #require(JSONSerialization.jsonObject(with: bytes(folder.resultsFile)) as? [String: Any])
        #expect(json["accuracy"] as? Double == results.evaluation.accuracy && json["part"] as? String == "test")
        #expect(
            json["bestEpoch"] as? Int == records.reduce(nil as EpochRecord?) { $1.isBetter(than: $0) ? $1 : $0 }?.epoch)
    }

    @Test func theBestEpochHasMoreImagesRightOrALowerLoss() {
        func record(_ accuracy: Double, _ loss: Double) -> EpochRecord {
            EpochRecord(
                epoch: 1, trainingLoss: 0, trainingAccuracy: 0, validationLoss: loss, validationAccuracy: accuracy)
        }
        #expect(record(0.5, 1).isBetter(than: nil))
        #expect(record(0.6, 2).isBetter(than: record(0.5, 1)))
        #expect(record(0.5, 0.9).isBetter(than: record(0.5, 1)))
        #expect(!record(0.5, 1).isBetter(than: record(0.5, 1)))
        #expect(!record(0.5, .nan).isBetter(than: record(0.5, 1)))
    }

    @Test func predictionsAndExportFollowTheBestWeights() throws {
        let photos = try Photos()
        let configuration = try photos.configuration(.head)
        let (folder, run) = try photos.begin("run", configuration)
        try run.train()
        let files = try imagePaths(at: photos.folder)
        #expect(files.count == 28)
        var predictions: [Prediction] = []
        try folder.predict(files, top: 2) { predictions.append($0) }
        #expect(predictions.map(\.file) == files)
        for prediction in predictions {
            #expect(
                prediction.choices.count == 2 && prediction.choices[0].probability >= prediction.choices[1].probability)
            #expect(abs(prediction.choices.map(\.probability).reduce(0, +) - 1) < 1e-5)
        }
        let measured = try RunResults(
            folder.bestModel(configuration), on: configuration.photographs(at: photos.folder), configuration)
        let right = zip(predictions, measured.evaluation.labels).count { $0.choices[0].name == Photos.classes[$1] }
        #expect(Double(right) / 28 == measured.evaluation.accuracy)

        let exported = try folder.exportedWeights()
        #expect(exported.metadata["classes"] == Photos.classes.joined(separator: "\n"))
        let model = try ModelZoo.make(configuration.model, classes: 2)
        #expect(model.loadWhatFits(exported).isComplete)
    }

    @Test func aClassThatTheRunDoesNotKnowIsRefused() throws {
        let photos = try Photos()
        let configuration = try photos.configuration()
        try FileManager.default.moveItem(
            atPath: "\(photos.folder)/\(Photos.classes[1])", toPath: "\(photos.folder)/skirt")
        let error = #expect(throws: FileError.self) { try configuration.photographs(at: photos.folder) }
        #expect(error?.found == "the class skirt")
    }

    /// Images that the run learned from would make it look better.
    @Test func ofPhotographsInPartsTheTestImagesAreMeasured() throws {
        let photos = try Photos()
        let configuration = try photos.configuration(.head)
        let (folder, run) = try photos.begin("run", configuration)
        let names = (0..<run.data.test.count).map { run.data.test.name(at: $0) }
        #expect(try configuration.photographs(at: folder.photographsFile).samples.map(\.path) == names)
        #expect(try configuration.photographs(at: photos.folder).count == 28)
        let list = csv([
            ["\(photos.folder)/\(Photos.classes[0])/0.png", Photos.classes[0], "train"],
            ["\(photos.folder)/\(Photos.classes[1])/0.png", Photos.classes[1], "val"],
        ])
        try writeAtomically(list, to: "\(photos.path)/list.csv")
        let error = #expect(throws: FileError.self) { try configuration.photographs(at: "\(photos.path)/list.csv") }
        #expect(error?.expected == "photographs to test on")
    }

    /// Another task with as many classes: its head stands for other names.
    @Test func theHeadIsNewWhereverTheWeightsComeFrom() throws {
        let photos = try Photos()
        let (folder, run) = try photos.begin("run", photos.configuration(.head))
        try run.train()
        var configuration = try photos.configuration(.head)
        let fresh = try configuration.pretrainedModel()
        configuration.weights = folder.bestFile
        let next = try configuration.pretrainedModel()
        let head = try #require(next.layerGroups.last?.parameters)
        #expect(head.map(\.values) == fresh.layerGroups.last?.parameters.map(\.values))
        let trained = try configuration.unfilledModel()
        try trained.load(contentsOfFile: folder.bestFile)
        #expect(head.map(\.values) != trained.layerGroups.last?.parameters.map(\.values))
    }

    @Test func weightsOfAnotherModelAreRefused() throws {
        let photos = try Photos()
        var configuration = try photos.configuration()
        configuration.model = "resnet18"
        let missing = #expect(throws: FileError.self) { try configuration.pretrainedModel() }
        #expect(missing?.file == "--weights")
        configuration.weights = EfficientNetLite.imageNetWeights
        let wrong = #expect(throws: FileError.self) { try configuration.pretrainedModel() }
        #expect(wrong?.expected == "weights of resnet18")
    }

    @Test func aFolderWithoutARunIsNamed() throws {
        let photos = try Photos()
        let error = #expect(throws: FileError.self) { try RunFolder(photos.folder).configuration() }
        #expect(error?.file == "\(photos.folder)/config.json")
        try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(photos.folder)/config.json"))
        #expect(throws: FileError.self) { try RunFolder(photos.folder).configuration() }
    }
}
