import Foundation
import Testing
import TrainingCore

/// The numbers of chapter 8, "Evaluating".
@Suite("Chapter 8")
struct Evaluating {
    @Test func whatModeDoesToTheNumber() throws {
        let inOrder = try validation(.sequential)
        let shuffled = try validation(.shuffled)
        try expectInChapter("evaluation mode", accuracy(of: .fashionMNIST(), on: inOrder))
        try expectInChapter("training mode, images shuffled", accuracyInTraining(of: .fashionMNIST(), on: shuffled))
        try expectInChapter("training mode, class by class", accuracyInTraining(of: .fashionMNIST(), on: inOrder))

        let model = try ResNet.fashionMNIST()
        for _ in 0..<5 { _ = try accuracyInTraining(of: model, on: inOrder) }
        try expectInChapter("evaluation mode, after five of those", accuracy(of: model, on: inOrder))
    }

    @Test func anAccuracyWithItsSpread() {
        #expect(line(right: 348, count: 400) == "87.0 % of 400 test images, give or take 1.7")
    }

    private func line(right: Int, count: Int) -> String {
        var printed = ""
        func print(_ line: String) { printed = line }
        let accuracy = Double(right) / Double(count)
        let spread = (accuracy * (1 - accuracy) / Double(count)).squareRoot()
        print(String(format: "%.1f %% of %d test images, give or take %.1f", 100 * accuracy, count, 100 * spread))
        return printed
    }

    /// The 200 validation images in batches of 64: the last has 8.
    private func validation(_ sampler: Sampler) throws -> DataLoader {
        DataLoader(
            try FashionMNIST.folder(.val), transforms: Preset.fashionMNIST.evaluationTransforms(), batchSize: 64,
            sampler: sampler, seed: 1)
    }

    private func accuracy(of model: ResNet, on loader: DataLoader) throws -> Double {
        100 * (try evaluate(model, on: loader)).accuracy
    }

    private func accuracyInTraining(of model: ResNet, on loader: DataLoader) throws -> Double {
        var right = 0
        try model.restoringModes {
            model.train()
            try loader.forEachBatch(epoch: 0) { batch in
                right += zip(model(batch.images).argmaxOfRows(), batch.labels).count { $0 == $1 }
            }
        }
        return 100 * Double(right) / Double(loader.dataset.count)
    }

    /// Expects the chapter's table to say so. Kernels differ from machine to machine, so an image may go either way.
    private func expectInChapter(
        _ what: String, _ percent: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let line = Chapter("08-evaluating.md").text.split(separator: "\n").first { $0.hasPrefix("\(what) ") }
        let written = line.flatMap { Double($0.dropFirst(what.count).split(separator: " ")[0]) }
        #expect(
            written.map { abs($0 - percent) <= 1 } == true, "\(what): \(percent)", sourceLocation: sourceLocation)
    }
}
