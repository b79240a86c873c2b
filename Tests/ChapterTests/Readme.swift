import Foundation
import Testing
import TrainingCore

/// An excerpt in the README. It is compiled, not run: it would want photographs.
private func trainOnPhotographs() throws {
    let photos = try ImageFolder("photos/train")
    let transforms = Preset.efficientNetLite0.evaluationTransforms(size: 96)
    let loader = DataLoader(photos, transforms: transforms, batchSize: 32, sampler: .shuffled)

    let model = try EfficientNetLite.imageNet()
    model.fc = Linear(1280, photos.classes.count)
    try model.freeze(except: ["_fc"])  // batch-norm statistics of frozen blocks stay still

    let optimizer = AdamW(model.trainableParameters, learningRate: 0.01)
    model.train()
    try loader.forEachBatch(epoch: 0) { batch in
        optimizer.zeroGrad()
        let loss = crossEntropy(model(batch.images), batch.labels)
        loss.backward()
        clipGradNorm(model.trainableParameters, maxNorm: 1)
        optimizer.step()
    }
}

/// The other excerpt, which would want a data set that is not shipped.
private func openStamps() throws -> DatasetSplit {
    let stamps = try KnownDataset.open("stamps")  // stamps.train, stamps.validation, stamps.test, stamps.classes
    return stamps
}

@Suite("README")
struct Readme {
    @Test func theExcerptsAreTheCodeAbove() throws {
        let readme = try String(contentsOf: Chapter.root.appendingPathComponent("README.md"), encoding: .utf8)
        let excerpts = readme.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(excerpts.count == 2)
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        for line in excerpts.joined().split(separator: "\n") where !line.hasPrefix("import") {
            #expect(source.contains(line), "README: no such line in the code: \(line)")
        }
    }
}
