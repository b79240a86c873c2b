import Foundation
import Testing
import TrainingCore

/// Two classes of the shipped images, and perhaps files that are no images.
private func photographs(in scratch: Scratch, broken: Bool = false) throws -> String {
    let root = "\(scratch.path)/photos"
    let folder = try FashionMNIST.folder(.train)
    for name in ["bag", "trouser"] {
        try FileManager.default.createDirectory(atPath: "\(root)/\(name)", withIntermediateDirectories: true)
        let label = folder.classes.firstIndex(of: name)
        for (index, sample) in folder.samples.filter({ $0.label == label }).prefix(14).enumerated() {
            try FileManager.default.copyItem(atPath: sample.path, toPath: "\(root)/\(name)/\(index).png")
        }
    }
    if broken { try Data("no picture".utf8).write(to: URL(fileURLWithPath: "\(root)/bag/broken.png")) }
    return root
}

private let quick = ["--recipe", "last-block", "--epochs", "2", "--size", "32", "--batch", "4", "--lr", "0.003"]

@Suite("Fine-tuning one's own photographs")
struct FinetuneTests {
    @Test func fromPhotographsToPredictions() throws {
        let scratch = try Scratch()
        let data = try photographs(in: scratch)
        // As people write it: a path from where they are.
        let run = try Run(
            ["finetune", "--data", "photos", "--out", "run", "--log", "log.txt"] + quick, in: scratch.path)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("28 photographs in 2 classes") && run.output.contains("run/report.html"))
        #expect(try String(contentsOfFile: "\(scratch.path)/log.txt", encoding: .utf8).contains("epoch 10: loss"))

        let measured = try Run(["evaluate", "run", "--json"], in: scratch.path)
        let json = try JSONSerialization.jsonObject(with: Data(measured.output.utf8)) as? [String: Any]
        #expect(json?["images"] as? Int == 4 && json?["part"] as? String == "test")
        let predicted = try Run(
            ["predict", "run", "\(data)/bag/0.png", "--top", "2", "--json", "--grid", "grid.png"], in: scratch.path)
        #expect(predicted.status == 0, "\(predicted.errors)")
        #expect(predicted.output.contains("\"choices\":[{\"name\":"))
        #expect(try Image(contentsOfFile: "\(scratch.path)/grid.png").width > 100)
        let exported = try Run(["export", "run", "weights.safetensors", "--half"], in: scratch.path)
        #expect(exported.status == 0 && FileManager.default.fileExists(atPath: "\(scratch.path)/weights.safetensors"))
    }

    /// The page as a phone shows it: one column that is no wider than the screen, and pictures that are there.
    @Test(.enabled(if: Browser.path != nil, "no Chromium here")) func theReportIsReadableOnAPhone() throws {
        let scratch = try Scratch()
        let run = try Run(
            ["finetune", "--data", try photographs(in: scratch), "--out", "run"] + quick, in: scratch.path)
        #expect(run.status == 0, "\(run.errors)")
        let page = try String(contentsOfFile: "\(scratch.path)/run/report.html", encoding: .utf8)
        let measuring = """
            <script>addEventListener("load", () => {
                const images = [...document.images].map(image => image.naturalWidth)
                document.title = `${document.documentElement.scrollWidth} ${document.documentElement.clientWidth} ${Math.min(...images)}`
            })</script>
            """
        try (page + measuring).write(toFile: "\(scratch.path)/page.html", atomically: true, encoding: .utf8)
        let dump = try Browser.dump("\(scratch.path)/page.html", width: 400)
        let title = try #require(dump.firstMatch(of: /<title>(\d+) (\d+) (\d+)<\/title>/), "\(dump.prefix(300))")
        let (width, screen, image) = (Int(title.1), Int(title.2), Int(title.3))
        #expect(width == screen && (screen ?? 0) <= 500)
        #expect((image ?? 0) > 300)
    }

    @Test func filesThatCannotBeReadAreListedAndLeftOutOnlyWhenAskedFor() throws {
        let scratch = try Scratch()
        let data = try photographs(in: scratch, broken: true)
        let stopped = try Run(["finetune", "--data", data, "--out", "run"] + quick, in: scratch.path)
        #expect(stopped.status != 0)
        #expect(stopped.output.contains("bag/broken.png: expected"))
        #expect(stopped.errors.contains("--skip-unreadable"))
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/run"))
        let skipped = try Run(
            ["finetune", "--data", data, "--out", "run", "--skip-unreadable", "--progress", "json"] + quick,
            in: scratch.path)
        #expect(skipped.status == 0, "\(skipped.errors)")
        for line in skipped.output.split(separator: "\n") {
            let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(["message", "step", "epoch"].contains(event?["event"] as? String))
        }
    }

    /// Killed at moments that grow by a little each time, a run ends with the bytes of one that was left alone.
    @Test func killedAgainAndAgainItEndsAsIfNothingHadHappened() throws {
        let scratch = try Scratch()
        let begin = ["finetune", "--data", try photographs(in: scratch), "--progress", "none"] + quick
        #expect(try Run(begin + ["--out", "whole"], in: scratch.path).status == 0)
        var kills = 0
        var last: Run?
        for delay in stride(from: 0.3, to: 30, by: 0.2) {
            let hasBegun = FileManager.default.fileExists(atPath: "\(scratch.path)/cut/config.json")
            let arguments =
                hasBegun ? ["finetune", "--resume", "cut", "--progress", "none"] : begin + ["--out", "cut"]
            last = try Run(arguments, in: scratch.path, killedAfter: delay)
            if last?.status != 9 { break }
            kills += 1
        }
        #expect(last?.status == 0 && kills > 0, "\(kills) kills; \(last?.errors ?? "")")
        for file in ["best.safetensors", "last.safetensors", "metrics.csv", "photographs.csv"] {
            let (a, b) = ("\(scratch.path)/whole/\(file)", "\(scratch.path)/cut/\(file)")
            #expect(FileManager.default.contentsEqual(atPath: a, andPath: b), "\(file) differs")
        }
    }

    /// As on a full disk: the file is named, and the run goes on when there is room.
    @Test func whereAFileCannotBeWrittenItSaysHowToGoOn() throws {
        let scratch = try Scratch()
        _ = try photographs(in: scratch)
        try #require(try Run(["finetune", "--data", "photos", "--out", "run"] + quick, in: scratch.path).status == 0)
        let report = "\(scratch.path)/run/report.html"
        try FileManager.default.removeItem(atPath: report)
        try FileManager.default.createDirectory(atPath: "\(report)/in the way", withIntermediateDirectories: true)
        let resume = ["finetune", "--resume", "run"]
        let stopped = try Run(resume, in: scratch.path)
        #expect(stopped.status == 1 && stopped.errors.contains("run/report.html: expected"), "\(stopped.errors)")
        #expect(stopped.output.contains("go on with: ./workbook finetune --resume run"))
        try FileManager.default.removeItem(atPath: report)
        #expect(try Run(resume, in: scratch.path).status == 0)
        #expect(FileManager.default.fileExists(atPath: report))
    }

    @Test func aSetUpIsCheckedWithoutTraining() throws {
        let scratch = try Scratch()
        let data = try photographs(in: scratch)
        let clean = try Run(["check", "--data", data, "--lr", "0.003"], in: scratch.path)
        #expect(
            clean.status == 0 && clean.output.hasSuffix("Nothing seems wrong.\n"), "\(clean.output) \(clean.errors)")
        #expect(scratch.contents.allSatisfy { $0.hasPrefix("photos") })

        // Parts that share a picture.
        let parts = "\(scratch.path)/parts"
        for part in ["train", "val"] {
            try FileManager.default.createDirectory(atPath: parts, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: data, toPath: "\(parts)/\(part)")
        }
        let shared = try Run(["check", "--data", parts, "--lr", "0.003"], in: scratch.path)
        #expect(shared.status == 1, "\(shared.errors)")
        #expect(shared.output.contains("error, ") && shared.output.contains("1 error, 0 warnings"), "\(shared.output)")
    }

    @Test(arguments: [
        ["--data", "nowhere"], ["--data", "x", "--lr", "-1"], ["--data", "x", "--model", "resnet19"],
        ["--data", "x", "--size", "8"], [], ["--data", "x", "--resume", "y"], ["--resume", "nowhere"],
    ])
    func nonsenseIsAnsweredWithAWord(_ arguments: [String]) throws {
        let scratch = try Scratch()
        let run = try Run(["finetune"] + arguments, in: scratch.path)
        #expect(run.status != 0 && run.status != 4 && run.status != 5 && !run.errors.isEmpty)
        #expect(scratch.contents == [])
    }
}
