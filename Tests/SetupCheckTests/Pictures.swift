import Foundation
import RandomNumbers
import Synchronization
import TrainingCore

/// Pictures of noise, in which each class has a colour of its own. They have names, as files would.
struct Pictures: ImageDataset {
    /// The order of the classes: one after the other, in turn, or as the dice fall.
    enum Order { case sorted, inTurn, random }

    var classes = ["apple", "banana", "cherry"]
    let count: Int
    var folder = "photos/train"
    var seed: UInt64 = 0
    var order = Order.inTurn
    var side = 8
    /// What is added to every label.
    var shift = 0

    func label(at index: Int) -> Int {
        switch order {
        case .sorted: index * classes.count / count + shift
        case .inTurn: index % classes.count + shift
        case .random: Int(SeededGenerator(seed: seed).stream(UInt64(index)).first % UInt64(classes.count)) + shift
        }
    }

    /// The colour goes with the label, other than in a random order, where it goes with nothing.
    func image(at index: Int) -> Image {
        var generator = SeededGenerator(seed: seed).stream(UInt64(index), 1)
        let category = order == .random ? -1 : label(at: index) - shift
        let pixels = (0..<side * side * 3).map { i -> UInt8 in
            let bright = (i % 3 + 1) * 7 % (classes.count + 1) == category % (classes.count + 1)
            return UInt8.random(in: bright ? 110...250 : 5...145, using: &generator)
        }
        return Image(width: side, height: side, pixels: pixels)
    }

    func name(at index: Int) -> String {
        "\(folder)/\(classes[(label(at: index) - shift) % classes.count])/\(index).png"
    }
}

extension SeededGenerator {
    fileprivate var first: UInt64 {
        var copy = self
        return copy.next()
    }
}

/// A network that learns ``Pictures`` within a few steps.
func tiny(classes: Int = 3, seed: UInt64 = 1) -> Sequential {
    withSeed(seed) {
        Sequential(
            Conv2d(3, 8, kernel: 3), BatchNorm2d(8), ReLU(), AdaptiveAvgPool2d(), Flatten(), Linear(8, classes))
    }
}

/// The small ResNet with its weights and a new head.
func pretrained(classes: Int = 3) throws -> ResNet {
    let model = try ResNet.fashionMNIST()
    withSeed(2) { model.fc = Linear(128, classes) }
    return model
}

/// Shuffled batches to learn from, and others to choose by.
func loaders(
    _ images: Pictures = Pictures(count: 48), batchSize: Int = 8, transforms: Transforms = small.evaluationTransforms(),
    sampler: Sampler = .shuffled, dropLast: Bool = false
) -> (training: DataLoader, validation: DataLoader) {
    var held = images
    (held.folder, held.seed) = ("photos/val", images.seed + 1)
    return (
        DataLoader(images, transforms: transforms, batchSize: batchSize, sampler: sampler, seed: 1, dropLast: dropLast),
        DataLoader(held, transforms: small.evaluationTransforms(), batchSize: 16)
    )
}

/// What the small ResNet's weights expect.
let small = Preset.fashionMNIST

/// What was heard, whoever said it.
final class Heard: Sendable {
    private let list = Mutex<[SetupFinding]>([])
    var findings: [SetupFinding] { list.withLock { $0 } }
    func hear(_ finding: SetupFinding) { list.withLock { $0.append(finding) } }
}

/// What `fit` says when it is called in `body`.
func heard(during body: () throws -> Void) rethrows -> [SetupFinding] {
    let heard = Heard()
    try SetupFinding.hearing({ heard.hear($0) }, during: body)
    return heard.findings
}
