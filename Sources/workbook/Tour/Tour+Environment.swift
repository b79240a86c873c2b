import Foundation
import Q01InstallLibrariesSolution
import Q02ImportModulesSolution
import Q03ChooseDeviceSolution
import TrainingCore
import Wording

/// Chapter 2: what the program stands on.
extension Tour {
    /// The side of the small model's images, in pixels.
    static let smallSize = 32

    /// Looks at the machine and returns the parts of a small training run.
    func environment() throws -> Toolkit {
        narrator.heading("Chapter 2: the environment")
        try reportLibraries()
        let toolkit = try buildToolkit(imagesIn: "\(data)/train", imageSize: Self.smallSize, batchSize: 32)
        let classes = toolkit.dataset.classes.count
        let loss = try trainOnFirstBatch(toolkit)
        narrator.say(
            "Q2   a small ResNet that knows nothing: loss \(fixed(Double(loss), 2)), "
                + "by guessing \(fixed(log(Double(classes)), 2))")
        try trainOnDevice(toolkit)
        narrator.say("Q4   every random choice follows from the seed \(seed)")
        return toolkit
    }

    private func reportLibraries() throws {
        let required = [
            SystemLibrary("oneDNN", leastVersion: "2.6", package: "libdnnl-dev"),
            SystemLibrary("libpng", leastVersion: "1.6", package: "libpng-dev"),
            SystemLibrary("TurboJPEG", leastVersion: "2.1", package: "libturbojpeg0-dev"),
            SystemLibrary("Cairo", leastVersion: "1.16", package: "libcairo2-dev"),
            SystemLibrary("libzip", leastVersion: "1.7", package: "libzip-dev"),
        ]
        let packages = Dictionary(uniqueKeysWithValues: required.map { ($0.name, $0.package) })
        guard let installed = DebianPackages(Array(packages.values)) else {
            narrator.say("Q1   this is no Debian system, so nobody knows which packages are installed")
            return
        }
        let report = try checkLibraries(required) { name in packages[name].flatMap { installed.versions[$0] } }
        narrator.say(
            "Q1   "
                + (report.command.map { "missing or too old: \($0)" }
                    ?? "\(required.count) system libraries, all there and new enough"))
    }

    private func trainOnDevice(_ toolkit: Toolkit) throws {
        let device = try chooseDevice(from: [.cpu])
        let classifier = PlacedModel(
            features: 3 * Self.smallSize * Self.smallSize, classes: toolkit.dataset.classes.count)
        var batches: [PlacedBatch] = []
        try toolkit.loader.forEachBatch(epoch: 0) { batch in
            batches.append(PlacedBatch(inputs: batch.images.flattened(from: 1), labels: batch.labels))
        }
        var losses: [Float] = []
        try trainOneEpoch(classifier, batches: batches, on: device, learningRate: 0.001) { model, batch, optimizer in
            optimizer.zeroGrad()
            let loss = crossEntropy(try model(batch), batch.labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.item)
        }
        narrator.say(
            "Q3   on \(device), a linear classifier goes from loss \(fixed(Double(losses.first ?? 0), 2)) to "
                + "\(fixed(Double(losses.last ?? 0), 2)) in one epoch")
    }
}

/// What Debian's package database says about some packages.
private struct DebianPackages {
    /// The upstream versions of those that are installed.
    private(set) var versions: [String: String] = [:]

    /// Asks `dpkg-query`; `nil` where there is none.
    init?(_ packages: [String]) {
        // `env` exits with 127 where there is no such command.
        guard let query = try? Command("dpkg-query", ["-W", "-f", "${Package} ${Version}\n"] + packages),
            query.status != 127
        else { return nil }
        let text = String(decoding: query.output, as: UTF8.self)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            // `1:2.1.5-2` is version 2.1.5: before the colon stands an epoch, after the hyphen Debian's own revision.
            guard words.count == 2, let version = words[1].split(separator: ":").last?.split(separator: "-").first
            else {
                continue
            }
            versions[String(words[0])] = String(version)
        }
    }
}
