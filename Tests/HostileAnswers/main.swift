import Foundation
import Grading
import Images
import TrainingCore

// Answers that try to take the grading down with them, for the tests of the machinery.

/// Runs `body` as an exercise's answer would run: inside a check, after another one that passed.
func hostile(_ body: @escaping @Sendable () -> Void) -> BoundGrader {
    { grading in
        grading.check("the first thing holds") {}
        grading.check("the second thing holds") { body() }
        grading.check("the third thing holds") {}
    }
}

/// What explains a crash in a check.
let trust = Misconception("trust", "Not every answer comes back.")

/// A black picture where a white one was expected.
let wrongPicture: Mistake = {
    func plain(_ value: UInt8) -> Image { Image(width: 4, height: 2, pixels: .init(repeating: value, count: 24)) }
    return Mistake(
        expected: "white", found: "black", pictures: PictureComparison(expected: plain(255), found: plain(0)))
}()

var limits = Limits()
limits.cpuSeconds = 4

gradeInThisProcess(
    arguments: CommandLine.arguments, limits: limits,
    exercises: [
        "peaceful": hostile {},
        "loop": hostile { while true {} },
        "sleep": hostile { sleep(1000) },
        "trap": hostile { fatalError("I meant to do that") },
        "index": hostile {
            let empty = [0]
            print(empty[CommandLine.arguments.count + 4])
        },
        "memory": hostile {
            var hoard: [[UInt8]] = []
            for _ in 0..<50 { hoard.append([UInt8](repeating: 1, count: 1 << 30)) }
            print(hoard.count)
        },
        "output": hostile { for _ in 0..<1 << 24 { print(String(repeating: "spam", count: 16)) } },
        "exit": hostile { exit(0) },
        "tidy": hostile {
            let files = FileManager.default
            let here = files.currentDirectoryPath
            for folder in [here, (here as NSString).deletingLastPathComponent] {
                for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
                    try? files.removeItem(atPath: "\(folder)/\(name)")
                }
            }
        },
        "vandal": hostile {
            let environment = ProcessInfo.processInfo.environment
            let path = environment["HOSTILE_TARGET"] ?? ""
            try? FileManager.default.removeItem(atPath: path)
            try? Data("mine".utf8).write(to: URL(fileURLWithPath: path))
            try? Data("mine".utf8).write(to: URL(fileURLWithPath: path + ".new"))
            if let victim = environment["HOSTILE_VICTIM"].flatMap({ pid_t($0) }) { kill(victim, SIGTERM) }
        },
        "daemon": hostile {
            let child = Process()
            child.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
            child.arguments = ["--fork", "/bin/sleep", "7654321"]
            try? child.run()
            child.waitUntilExit()
        },
        "explained": { $0.check("it comes back", explainingCrash: trust) { fatalError("it does not") } },
        "worded": {
            $0.check("it comes back", explainingCrash: trust, saying: "it does not") { fatalError("it does not") }
        },
        "otherwise": {
            $0.check("it comes back", explainingCrash: trust, saying: "it cannot") { fatalError("it does not") }
        },
        "late": { $0.check("it comes back", explainingCrash: trust) { sleep(1000) } },
        "between": { grading in
            grading.check("the first thing holds") {}
            fatalError("I meant to do that")
        },
        "unwrapped": { grading in
            gradeChooseDevice(
                { devices in devices.first { $0.kind == .accelerator && $0.isUsable }! }, { _, _, _, _, _ in }, grading)
        },
        "momentum": { grading in
            gradeConfigureOptimizer(
                groups: { model, rate, _ in [ParameterGroup(model.trainableParameters, learningRate: rate)] },
                sgd: { model, rate, momentum, _ in
                    SGD(model.trainableParameters, learningRate: rate, momentum: momentum, nesterov: true)
                },
                adamW: { model, _, _ in AdamW(model.trainableParameters) }, grading)
        },
        "twice": { grading in
            gradeTrainingLoop(
                { model, loader, _, loss, _, _, _ in
                    try loader.forEachBatch(epoch: 0) { batch in
                        let batchLoss = try loss(model(batch.images), batch.labels)
                        batchLoss.backward()
                        batchLoss.backward()
                    }
                    return []
                }, grading)
        },
        "absent": { grading in
            gradeConfusionMatrix(
                counts: { model, loader in
                    let classes = Set(loader.dataset.labels).count
                    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
                    try model.evaluating {
                        try loader.forEachBatch(epoch: 0) { batch in
                            let predictions = model(batch.images).argmaxOfRows()
                            for (label, prediction) in zip(batch.labels, predictions) { counts[label][prediction] += 1 }
                        }
                    }
                    return counts
                }, shares: { _ in [] }, draw: { _, _, _ in }, grading)
        },
        "unclamped": { grading in
            gradePredictionGrid(
                picture: { image, preset in
                    let plane = image.width * image.height
                    let pixels = (0..<3 * plane).map { i in
                        let channel = i % 3
                        let value = image.values[channel * plane + i / 3] * preset.std[channel] + preset.mean[channel]
                        return UInt8((255 * value).rounded())
                    }
                    return Image(width: image.width, height: image.height, pixels: pixels)
                }, draw: { _, _, _, _, _ in }, grading)
        },
        // These two are wrong in a picture; the second leaves links to other files where the pictures should be.
        "picture": { grading in
            grading.check("the first thing holds") {}
            grading.check("the picture is right") { throw wrongPicture }
        },
        "links": { grading in
            grading.check("the first thing holds") {}
            grading.check("the picture is right") { throw wrongPicture }
            for file in ["expected.png", "yours.png", "difference.png"] {
                unlink("pictures/2/\(file)")
                symlink("/etc/hostname", "pictures/2/\(file)")
            }
        },
        "children": hostile {
            let child = Process()
            child.executableURL = URL(fileURLWithPath: "/bin/sleep")
            child.arguments = ["1234567"]
            try? child.run()
            while true {}
        },
    ],
    solutions: [:])
