import Foundation
import Testing
import TrainingCore

/// Draws the chapters' figures anew, from real training runs. It takes minutes, so it must be asked for:
///
///     WORKBOOK_FIGURES=1 swift test --filter Figures
@Suite("Figures", .serialized, .enabled(if: ProcessInfo.processInfo.environment["WORKBOOK_FIGURES"] == "1"))
struct Figures {
    @Test func forgetting() throws {
        let chart = try withSeed(1) { try Forgetting().chart() }
        try chart.write(to: path("forgetting"))
    }

    @Test func drift() throws {
        let chart = try withSeed(1) { try Drift().chart() }
        try chart.write(to: path("statistics-drift"))
    }

    @Test func zeroGrad() throws {
        let chart = try withSeed(1) { try ForgottenZeroGrad().chart() }
        try chart.write(to: path("zero-grad"))
    }

    @Test func choosing() throws {
        try Choosing().chart().write(to: path("choosing-on-test"))
    }

    @Test func rates() throws {
        let chart = try withSeed(1) { try RateComparison().chart() }
        try chart.write(to: path("optimizer-rates"))
    }

    @Test func opening() throws {
        let chart = try Opening().chart()
        try chart.write(to: path("opening"))
    }

    private func path(_ name: String) -> String { Chapter.folder.appendingPathComponent("figures/\(name).png").path }
}

/// Pictures of clothes, ready for EfficientNet-Lite0.
struct Clothes {
    let images: any ImageDataset

    /// The first `perClass` images of each class in `classes`, all of them if left out; labels as in the folder.
    init(_ part: FashionMNIST.Part, perClass: Int = .max, classes: Range<Int> = 0..<10) throws {
        let folder = try FashionMNIST.folder(part)
        let indices = classes.flatMap { label in
            (0..<folder.count).filter { folder.label(at: $0) == label }.prefix(perClass)
        }
        images = Subset(folder, indices: indices)
    }

    func loader(batchSize: Int = 50, shuffled: Bool = false) -> DataLoader {
        DataLoader(
            images, transforms: Preset.efficientNetLite0.evaluationTransforms(size: 64), batchSize: batchSize,
            sampler: shuffled ? .shuffled : .sequential, seed: 1, dropLast: shuffled)
    }

    /// What `body` makes of the images in evaluation mode, and their labels.
    func features(of body: Module) throws -> Features {
        var (parts, labels): ([Tensor], [Int]) = ([], [])
        try body.evaluating {
            try loader().forEachBatch(epoch: 0) { batch in
                parts.append(body(batch.images))
                labels += batch.labels
            }
            parts = [concatenated(parts, axis: 0)]
        }
        return Features(values: parts[0], labels: labels)
    }
}

/// What a frozen body makes of some images: computed once, trained from as often as one likes.
struct Features {
    let values: Tensor
    let labels: [Int]

    /// A head for ten classes, trained on these features alone.
    func trainedHead() -> Linear {
        let head = Linear(values.shape[1], 10)
        let optimizer = AdamW(head.parameters, learningRate: 0.003, weightDecay: 0.01)
        for _ in 0..<150 {
            optimizer.zeroGrad()
            crossEntropy(head(values), labels).backward()
            optimizer.step()
        }
        return head
    }

    /// The share of images, in per cent, whose class `head` finds.
    func accuracy(_ head: Module) -> Double {
        let predictions = withoutGradient { head(values).argmaxOfRows() }
        return 100 * Double(zip(predictions, labels).filter { $0 == $1 }.count) / Double(labels.count)
    }
}

/// EfficientNet-Lite0 as it learned from ImageNet, without its head: it ends in 1,280 features.
func pretrainedBody() throws -> EfficientNetLite {
    let model = try EfficientNetLite.imageNet()
    model.fc = Sequential()
    return model
}

/// So many steps of training on batches of 16.
func train(_ model: Module, _ optimizer: Optimizer, on clothes: Clothes, steps: Int) throws {
    model.train()
    let loader = clothes.loader(batchSize: 16, shuffled: true)
    var (epoch, left) = (0, steps)
    while left > 0 {
        let batches = loader.batches(epoch: epoch)
        while left > 0, let batch = try batches.next() {
            optimizer.zeroGrad()
            crossEntropy(model(batch.images), batch.labels).backward()
            optimizer.step()
            left -= 1
        }
        epoch += 1
    }
}
