import Foundation
import Testing
import TrainingCore

/// Two classes of the shipped images, a few of each, so that a tour takes a second or two.
private func smallData(in scratch: Scratch) throws -> String {
    let root = "\(scratch.path)/data"
    for (part, count) in [(FashionMNIST.Part.train, 12), (.val, 4), (.test, 6)] {
        let folder = try FashionMNIST.folder(part)
        for name in ["bag", "trouser"] {
            let target = "\(root)/\(part.rawValue)/\(name)"
            try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
            let label = folder.classes.firstIndex(of: name)
            for sample in folder.samples.filter({ $0.label == label }).prefix(count) {
                let file = URL(fileURLWithPath: sample.path).lastPathComponent
                try FileManager.default.copyItem(atPath: sample.path, toPath: "\(target)/\(file)")
            }
        }
    }
    return root
}

private func quickTour(_ scratch: Scratch, data: String, _ more: String...) throws -> Run {
    try Run(["tour", "--data", data, "--epochs", "1", "--size", "32"] + more, in: scratch.path)
}

/// A run's `metrics.json` but for the times and the memory, which differ from run to run.
private func repeatable(_ path: String) throws -> NSDictionary {
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    let metrics = try #require(json as? NSDictionary).mutableCopy() as! NSMutableDictionary
    metrics.removeObjects(forKeys: ["seconds", "peakMemoryMB"])
    return metrics
}

@Suite("The tour")
struct TourTests {
    @Test func writesItsPicturesAndTheNumbers() throws {
        let scratch = try Scratch()
        let run = try quickTour(scratch, data: smallData(in: scratch), "--out", "results")
        #expect(run.status == 0, "\(run.errors)")
        let results = "\(scratch.path)/results"
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: results).sorted()
                == [
                    "confusion-matrix.png", "curves-from-scratch.png", "curves.png", "metrics.json", "predictions.png",
                ])
        for picture in ["confusion-matrix", "curves", "curves-from-scratch", "predictions"] {
            let image = try Image(contentsOfFile: "\(results)/\(picture).png")
            #expect(image.width > 400 && Set(image.pixels).count > 10, "\(picture).png looks empty")
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(results)/metrics.json"))
        let metrics = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(metrics["seed"] as? Int == 1)
        for stage in ["frozenHead", "fineTuned"] {
            let brought = try #require(metrics[stage] as? [String: Any])
            #expect((0...1).contains(try #require(brought["testAccuracy"] as? Double)))
            #expect((brought["epochs"] as? [[String: Double]])?.count == 1)
        }
        #expect(try #require((metrics["seconds"] as? [String: Double])?["total"]) > 0)
        #expect(try #require(metrics["peakMemoryMB"] as? Double) > 10)
    }

    @Test func tellsTheStoryInPlainLinesWhenNobodyWatches() throws {
        let scratch = try Scratch()
        let run = try quickTour(scratch, data: smallData(in: scratch))
        #expect(!run.output.contains("\u{1B}") && !run.output.contains("\r"), "no bars and no colours in a pipe")
        #expect(run.output.contains("24 images to train on, 8 to validate, 12 to test"))
        #expect(run.output.contains("one training step moved _fc.bias, _fc.weight: 2 of 296 tensors"))
        #expect(scratch.contents.contains { $0.hasPrefix("Runs/tour-") && $0.hasSuffix("predictions.png") })
    }

    @Test func tellsOfEveryQuestion() throws {
        let scratch = try Scratch()
        let run = try quickTour(scratch, data: smallData(in: scratch), "--out", "results")
        for number in 1...31 where number != 17 && number != 19 {
            #expect(run.output.contains("Q\(number) "), "Q\(number)")
        }
    }

    @Test func saysWhichFeaturesItKeeps() throws {
        let scratch = try Scratch()
        let run = try quickTour(scratch, data: smallData(in: scratch), "--epochs", "2", "--out", "results")
        for end in ["_bn1", "_blocks.11"] {
            #expect(run.output.contains("training features up to \(end) are computed once: 24 images"), "\(run.output)")
            #expect(run.output.contains("validation features up to \(end) are computed once: 8 images"))
        }
    }

    @Test func takesItsValidationImagesFromTheTrainingOnesWhereThereAreNoOthers() throws {
        let scratch = try Scratch()
        let data = try smallData(in: scratch)
        try FileManager.default.removeItem(atPath: "\(data)/val")
        let run = try quickTour(scratch, data: data, "--out", "results")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("20 images to train on, 4 to validate, 12 to test"), "\(run.output)")
    }

    @Test func wantsMoreThanAHandfulOfImages() throws {
        let scratch = try Scratch()
        let data = try smallData(in: scratch)
        for name in ["bag", "trouser"] {
            let folder = "\(data)/train/\(name)"
            for file in try FileManager.default.contentsOfDirectory(atPath: folder).dropFirst(7) {
                try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
            }
        }
        let run = try quickTour(scratch, data: data, "--out", "results")
        #expect(run.status == 1 && run.errors.contains("at least 16 images to train on, found 14"), "\(run.errors)")
    }

    @Test func isSilentWhenAskedTo() throws {
        let scratch = try Scratch()
        let run = try quickTour(scratch, data: smallData(in: scratch), "--out", "results", "--quiet")
        #expect(run.output.split(separator: "\n").count == 1, "\(run.output)")
    }

    @Test func dependsOnTheSeedAndNotOnTheWorkers() throws {
        let scratch = try Scratch()
        let data = try smallData(in: scratch)
        for (name, seed, workers) in [("a", "5", "0"), ("b", "5", "1"), ("c", "5", "3"), ("d", "6", "1")] {
            let run = try quickTour(
                scratch, data: data, "--epochs", "2", "--seed", seed, "--workers", workers, "--out", name)
            #expect(run.status == 0, "\(run.errors)")
        }
        let metrics = try ["a", "b", "c", "d"].map { try repeatable("\(scratch.path)/\($0)/metrics.json") }
        #expect(metrics[0] == metrics[1] && metrics[1] == metrics[2])
        #expect(metrics[2] != metrics[3])
    }
}

@Suite("Bad input")
struct BadInputTests {
    /// The program must say one line that holds all of `words`, exit with 1, and leave nothing new behind.
    private func expectRefusal(_ run: Run, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(run.status == 1, "\(run.output)\(run.errors)", sourceLocation: sourceLocation)
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 1, "\(run.errors)", sourceLocation: sourceLocation)
        for word in words { #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: sourceLocation) }
    }

    @Test(arguments: [
        ("truncated", "PNG"), ("zero bytes", "an empty file"), ("text", "PNG"), ("huge", "2147483647"),
        ("folder class", "found none"),
    ])
    func brokenImages(_ kind: String, _ word: String) throws {
        let scratch = try Scratch()
        let data = try smallData(in: scratch)
        let folder = "\(data)/train/bag"
        let victim = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).sorted().first)
        let path = "\(folder)/\(victim)"
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        switch kind {
        case "truncated": bytes.removeLast(bytes.count / 2)
        case "zero bytes": bytes = []
        case "text": bytes = Array("This is no picture.".utf8)
        case "huge": bytes.replaceSubrange(16..<24, with: [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF])
        default:
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
            }
        }
        if kind != "folder class" { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
        let run = try quickTour(scratch, data: data, "--out", "results")
        expectRefusal(run, kind == "folder class" ? "bag" : victim, word)
        #expect(!scratch.contents.contains("results"))
    }

    @Test func aDataFolderThatIsNotThere() throws {
        let scratch = try Scratch()
        expectRefusal(try quickTour(scratch, data: "nowhere"), "nowhere/train", "no such")
        #expect(!scratch.contents.contains { $0.hasPrefix("Runs/tour") })
    }

    @Test func anOutputFolderThatIsAFile() throws {
        let scratch = try Scratch()
        try Data("keep me".utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/results"))
        expectRefusal(try quickTour(scratch, data: smallData(in: scratch), "--out", "results"), "results", "a file")
        #expect(try String(contentsOfFile: "\(scratch.path)/results", encoding: .utf8) == "keep me")
    }

    @Test(arguments: ["cut", "other model", "negative offset", "overlapping", "os.system"])
    func brokenWeights(_ kind: String) throws {
        let scratch = try Scratch()
        let data = try smallData(in: scratch)
        var path = "\(scratch.path)/weights.safetensors"
        var words = ["weights.safetensors"]
        switch kind {
        case "cut":
            let whole = try Data(contentsOf: URL(fileURLWithPath: EfficientNetLite.imageNetWeights))
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
        case "other model":
            try ResNet(blocks: [1, 1, 1, 1], width: 8).stateDictionary.writeSafetensors(to: path)
            words += ["EfficientNetLite", "missing", "bn1.bias"]
        case "negative offset":
            try writeSafetensors(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 0, to: path)
        case "overlapping":
            try writeSafetensors(
                #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
                12, to: path)
        default:
            path = try #require(
                Bundle.module.path(forResource: "Fixtures/os_system", ofType: "pth"))
            words = ["os_system.pth", "system"]
        }
        let tour = try quickTour(scratch, data: data, "--weights", path, "--out", "results")
        let converted = try Run(["weights", "convert", path, "out.safetensors"], in: scratch.path)
        for word in words { expectRefusal(tour, word) }
        if kind != "other model" { for word in words { expectRefusal(converted, word) } }
        #expect(!scratch.contents.contains("results"))
        #expect(kind == "other model" || !scratch.contents.contains("out.safetensors"))
    }

    private func writeSafetensors(_ header: String, _ bytes: Int, to path: String) throws {
        var file = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        file.append(contentsOf: header.utf8)
        file.append(Data(count: bytes))
        try file.write(to: URL(fileURLWithPath: path))
    }
}
