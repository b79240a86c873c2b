import Foundation
import Testing
import TrainingCore

@Suite("workbook bench")
struct BenchTests {
    private struct Result: Decodable {
        let model, mode: String
        let batch, size, repeats, warmup, threads: Int
        let imagesPerSecond, medianSeconds, spread, peakMemoryMB: Double
        let imagesPerSecondFromFiles, waitingShare: Double?
    }

    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func bench(
        _ model: String = "resnet18", mode: String = "inference", batch: String = "2", size: String = "32",
        _ more: String...
    ) throws -> Run {
        try Run(
            ["bench", "--model", model, "--mode", mode, "--batch", batch, "--size", size] + more, in: scratch.path)
    }

    @Test(arguments: ["inference", "train", "head-only", "last-block"])
    func writesWhatItMeasured(_ mode: String) throws {
        let run = try bench(mode: mode, "--repeats", "3", "--warmup", "0", "--json", "out/result.json")
        #expect(run.status == 0 && run.output.hasPrefix("resnet18 \(mode) 2×32: "), "\(run.errors)")
        #expect(run.output.split(separator: "\n").count == 1)
        let file = URL(fileURLWithPath: "\(scratch.path)/out/result.json")
        let result = try JSONDecoder().decode(Result.self, from: Data(contentsOf: file))
        #expect(result.model == "resnet18" && result.mode == mode && result.batch == 2 && result.size == 32)
        #expect(result.repeats == 3 && result.warmup == 0 && result.threads > 0)
        #expect(result.medianSeconds > 0 && result.spread >= 0)
        #expect(abs(result.imagesPerSecond * result.medianSeconds - 2) < 1e-9)
        // The weights alone are 45 megabytes.
        #expect(result.peakMemoryMB > 40)
        #expect(result.imagesPerSecondFromFiles == nil && result.waitingShare == nil)
    }

    @Test func stepsOfLaterEpochsFindTheirFeatures() throws {
        let run = try bench(mode: "head-only-cached", "--repeats", "10", "--json", "result.json")
        #expect(run.status == 0 && run.output.hasPrefix("resnet18 head-only-cached 2×32: "), "\(run.errors)")
        let result = try JSONDecoder().decode(
            Result.self, from: Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/result.json")))
        // Whole epochs of seven timed steps.
        #expect(result.repeats == 14 && result.medianSeconds > 0)
    }

    @Test func picturesComeFromAFolderAsWell() throws {
        try writePictures(5)
        let run = try bench(
            mode: "head-only", "--images", "pictures", "--repeats", "4", "--json", "result.json")
        let words = ["resnet18 head-only 2×32: ", "; from files ", " images/s, waiting ", " % of the time"]
        #expect(run.status == 0 && words.allSatisfy(run.output.contains), "\(run.errors)")
        let file = URL(fileURLWithPath: "\(scratch.path)/result.json")
        let result = try JSONDecoder().decode(Result.self, from: Data(contentsOf: file))
        #expect(try #require(result.imagesPerSecondFromFiles) > 0)
        // Something must be read, and something computed.
        let share = try #require(result.waitingShare)
        #expect(share > 0 && share < 1)
    }

    @Test func refusesAFolderWithoutABatch() throws {
        #expect(try bench(size: "32", "--images", "pictures").errors.contains("no such folder"))
        try writePictures(1)
        let run = try bench(size: "32", "--images", "pictures")
        let words = "expected at least 2 pictures, a whole batch, found 1"
        #expect(run.status == 1 && run.output.isEmpty && run.errors.contains(words), "\(run.errors)")
    }

    /// So many grey pictures of one class.
    private func writePictures(_ count: Int) throws {
        let folder = "\(scratch.path)/pictures/grey"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for i in 0..<count {
            let image = Image(width: 40, height: 30, pixels: [UInt8](repeating: UInt8(i), count: 3600))
            try image.writePNG(to: "\(folder)/\(i).png")
        }
    }

    @Test func otherFamiliesHaveALastBlockToTrain() throws {
        for model in ["densenet121", "mobilenet_v2", "efficientnet_b0", "efficientnet_lite0"] {
            let run = try bench(model, mode: "last-block", "--repeats", "1", "--warmup", "0")
            #expect(run.status == 0 && run.output.hasPrefix("\(model) last-block 2×32: "), "\(run.errors)")
        }
    }

    @Test(arguments: [
        ("--batch", "0", "--batch must be 1 to 4096, not 0."), ("--size", "7", "--size must be 8 to 2048, not 7."),
        ("--repeats", "0", "--repeats must be 1 to"), ("--warmup", "-1", "--warmup must be 0 to"),
        ("--mode", "trian", "'head-only-cached' or 'last-block'"), ("--batch", "two", "'two'"),
    ])
    func refusesBadOptions(_ option: String, _ value: String, _ words: String) throws {
        var options = ["--model": "resnet18", "--mode": "train", "--batch": "2", "--size": "32"]
        options[option] = value
        let arguments = options.flatMap { ["\($0)=\($1)"] } + ["--json", "result.json"]
        let run = try Run(["bench"] + arguments, in: scratch.path)
        #expect(run.status == 64 && run.output.isEmpty && run.errors.contains(words), "\(run.errors)")
        #expect(scratch.contents.isEmpty)
    }

    @Test func refusesWhatNoModelCanTake() throws {
        let refusals = [
            (try bench("resnet19"), "resnet19: no such model; there are resnet18"),
            (try bench("vgg11", size: "31"), "--size 31 --batch 2: expected images of at least 32×32 for a VGG"),
            (try bench(mode: "train", batch: "1"), "in training layer4.0.bn1 needs more than one value per channel"),
        ]
        for (run, words) in refusals {
            #expect(run.status == 1 && run.output.isEmpty && run.errors.contains(words), "\(run.errors)")
        }
        #expect(try bench(mode: "head-only", batch: "1", "--repeats", "1").status == 0)
    }
}
