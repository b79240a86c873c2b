import Datasets
import Files
import Images
import Layers
import Models
import Optimizers
import RandomNumbers
import Synchronization
import Tensors
import Testing
import Training

/// ``Squares`` that count how often one of them is asked for.
private final class CountedSquares: ImageDataset {
    let squares: Squares
    private let log = Mutex(0)

    init(count: Int, firstSeed: Int = 0) { squares = Squares(count: count, firstSeed: firstSeed) }

    var loads: Int { log.withLock { $0 } }
    var classes: [String] { squares.classes }
    var count: Int { squares.count }
    func label(at index: Int) -> Int { squares.label(at: index) }
    func image(at index: Int) -> Image {
        log.withLock { $0 += 1 }
        return squares.image(at: index)
    }
}

/// ``Squares`` with two more columns, or two more rows.
private struct Oblongs: ImageDataset {
    let classes = ["red", "blue"]
    let count = 6
    func label(at index: Int) -> Int { index % 2 }
    func image(at index: Int) -> Image {
        let pixels = (0..<48).flatMap { i in Squares(count: 2).image(at: index).pixels[i % 36 * 3..<i % 36 * 3 + 3] }
        return Image(width: index % 2 == 0 ? 8 : 6, height: index % 2 == 0 ? 6 : 8, pixels: pixels)
    }
}

/// Passes everything on and counts the images.
private class Probe: Module {
    var images = 0
    override func forward(_ x: Tensor) -> Tensor {
        images += x.shape[0]
        return x
    }
}

/// One that may be left out when its output is known.
private final class RepeatableProbe: Probe, Repeatable {}

/// What a training run brought, and how much it loaded for it.
private struct Run {
    var records: [EpochRecord] = []
    var reports: [FeatureCacheReport] = []
    var trainingLoads = 0
    var validationLoads = 0

    /// The largest difference of a loss from the other run's, as a share of it.
    func error(from other: Run) -> Double {
        zip(losses, other.losses).map { abs($0 - $1) / abs($1) }.max() ?? .infinity
    }

    private var losses: [Double] { records.flatMap { [$0.trainingLoss, $0.validationLoss] } }
}

private let images = 22
private let heldImages = 11

/// Trains for three epochs on 22 images in batches of 8, 8 and 6.
private func run(
    _ model: Module, _ caching: FeatureCaching = FeatureCaching(), transforms: Transforms = Transforms(),
    sampler: Sampler = .shuffled, variants: Int? = nil, epochs: Int = 3, rate: Float = 0.01,
    onEpoch: (EpochRecord) -> Void = { _ in }
) throws -> Run {
    let (training, validation) = (CountedSquares(count: images), CountedSquares(count: heldImages, firstSeed: 100))
    let exact = Transforms(transforms.pixelSteps.filter { !$0.isRandom }, then: transforms.floatSteps)
    var run = Run()
    // The optimizer holds everything, so that what is unfrozen on the way learns too.
    run.records = try fit(
        model,
        training: DataLoader(
            training, transforms: transforms, batchSize: 8, sampler: sampler, seed: 3, augmentedVariants: variants),
        validation: DataLoader(validation, transforms: exact, batchSize: 4),
        optimizer: SGD(model.parameters, learningRate: rate, momentum: 0.9), epochs: epochs, caching: caching,
        onEpoch: onEpoch, onCache: { run.reports.append($0) },
        // Ten logits for two classes, and more of the kind: what is learned does not matter here.
        onFinding: { _ in })
    (run.trainingLoads, run.validationLoads) = (training.loads, validation.loads)
    return run
}

/// A network whose convolution and batch norm are frozen: 64 features of an image before the pooling, 4 behind it.
private func frozenNetwork(_ middle: Module...) throws -> Sequential {
    let network = withSeed(1) {
        Sequential([Conv2d(3, 4, kernel: 3), BatchNorm2d(4), ReLU()] + middle + [AdaptiveAvgPool2d(), Flatten()])
    }
    network.freeze()
    network.layers.append(withSeed(2) { Linear(4, 2) })
    return network
}

private let flip = Transforms([RandomHorizontalFlip()])

@Suite("Features of a frozen part")
struct FeatureCacheTests {
    /// Networks that know something, on pictures of their size.
    enum Subject: String, CaseIterable {
        case resNetHead, resNetLastStage, deepHead, liteHead

        func model() throws -> Module {
            try withSeed(5) {
                switch self {
                case .resNetHead, .resNetLastStage:
                    let model = try ResNet.fashionMNIST()
                    model.fc = Linear(128, 2)
                    try model.freeze(except: self == .resNetHead ? ["fc"] : ["layer4", "fc"])
                    return model
                case .deepHead:
                    let model = try ResNet.fashionMNIST()
                    model.fc = Sequential(BatchNorm1d(128), Dropout(), Linear(128, 8), ReLU(), Dropout(), Linear(8, 2))
                    try model.freeze(except: ["fc"])
                    return model
                case .liteHead:
                    let model = EfficientNetLite()
                    try model.load(contentsOfFile: EfficientNetLite.imageNetWeights)
                    model.fc = Linear(1280, 2)
                    try model.freeze(except: ["_fc"])
                    return model
                }
            }
        }

        var transforms: Transforms {
            self == .liteHead
                ? Preset.efficientNetLite0.evaluationTransforms(size: 48) : Preset.fashionMNIST.evaluationTransforms()
        }

        /// The last frozen module, and how many features it leaves of an image.
        var end: (name: String, features: Int) {
            switch self {
            case .resNetHead, .deepHead: ("layer4.1", 128)
            case .resNetLastStage: ("layer3.1", 64 * 2 * 2)
            case .liteHead: ("_bn1", 1280)
            }
        }
    }

    @Test(arguments: Subject.allCases)
    func theResultIsTheSame(_ subject: Subject) throws {
        let plain = try run(subject.model(), .off, transforms: subject.transforms)
        #expect(plain.reports.isEmpty && plain.trainingLoads == 3 * images)
        #expect(abs(plain.records[2].trainingLoss / plain.records[0].trainingLoss - 1) > 0.01, "the head moves")

        let cached = try run(subject.model(), transforms: subject.transforms)
        #expect(cached.error(from: plain) < 1e-5)
        #expect(cached.trainingLoads == images && cached.validationLoads == heldImages)
        #expect(cached.reports.map(\.part) == [.training, .validation])
        #expect(cached.reports.map(\.images) == [images, heldImages])
        #expect(cached.reports.allSatisfy { $0.through == subject.end.name && $0.imagesWithoutRoom == 0 })
        #expect(cached.reports.map(\.bytesInMemory) == [images, heldImages].map { $0 * 4 * subject.end.features })
    }

    @Test(arguments: [Subject.resNetLastStage, .liteHead])
    func whatFindsNoRoomIsComputedAgain(_ subject: Subject) throws {
        let plain = try run(subject.model(), .off, transforms: subject.transforms)
        let five = FeatureCaching(memoryLimit: 5 * 4 * subject.end.features + 3)
        let partly = try run(subject.model(), five, transforms: subject.transforms)
        #expect(partly.error(from: plain) < 1e-5)
        #expect(partly.reports.map(\.images) == [5] && partly.reports.map(\.imagesWithoutRoom) == [images - 5])
        #expect(partly.trainingLoads == 5 + 3 * (images - 5) && partly.validationLoads == 3 * heldImages)
    }

    /// Wide and tall pictures in turn, one in a batch: a batch may have another size than the last one.
    @Test func everyPictureKeepsItsOwnProportions() throws {
        func losses(_ caching: FeatureCaching) throws -> [Double] {
            let model = withSeed(1) {
                Sequential(
                    Conv2d(3, 2, kernel: 3), Conv2d(2, 4, kernel: 3), AdaptiveAvgPool2d(), Flatten(), Linear(4, 2))
            }
            model.layers[0].freeze()
            return try fit(
                model, training: DataLoader(Squares(count: 4), batchSize: 2, seed: 3),
                validation: DataLoader(Oblongs(), batchSize: 1),
                optimizer: SGD(model.trainableParameters, learningRate: 0.01), epochs: 3, caching: caching,
                onFinding: { _ in }
            ).map(\.validationLoss)
        }
        let (plain, kept) = (try losses(.off), try losses(FeatureCaching()))
        #expect(zip(plain, kept).allSatisfy { abs($0 - $1) < 1e-5 * abs($0) }, "\(plain) and \(kept)")
    }

    @Test func aFileTakesWhatMemoryDoesNot() throws {
        let subject = Subject.resNetLastStage
        let size = 4 * subject.end.features
        let folder = TemporaryFolder()
        let plain = try run(subject.model(), .off, transforms: subject.transforms)
        for inMemory in [0, 5] {
            let caching = FeatureCaching(memoryLimit: inMemory * size, folder: folder.path)
            let filed = try run(subject.model(), caching, transforms: subject.transforms)
            #expect(filed.error(from: plain) < 1e-5)
            #expect(filed.trainingLoads == images && filed.validationLoads == heldImages)
            #expect(filed.reports.map(\.bytesInMemory) == [inMemory * size, 0])
            #expect(filed.reports.map(\.bytesInFile) == [(images - inMemory) * size, heldImages * size])
        }
        let both = FeatureCaching(memoryLimit: 2 * size, folder: folder.path, fileLimit: 3 * size)
        let bounded = try run(subject.model(), both, transforms: subject.transforms)
        #expect(bounded.error(from: plain) < 1e-5)
        #expect(bounded.reports.map(\.images) == [5] && bounded.trainingLoads == 5 + 3 * (images - 5))
        #expect(try folder.contents.isEmpty, "the file has no name")
    }

    @Test func aFolderThatCannotBeUsedIsNamed() throws {
        let folder = TemporaryFolder()
        try folder.writeImagesAndABrokenOne()
        let file = folder.path + "/a/1.png"
        let error = #expect(throws: FileError.self) { try run(frozenNetwork(), FeatureCaching(folder: file)) }
        #expect(error?.file == file)
    }

    @Test func anImageGoesThroughTheFrozenPartOnce() throws {
        let (before, after) = (RepeatableProbe(), RepeatableProbe())
        let model = try frozenNetwork(before)
        model.layers.append(after)
        let run = try run(model)
        #expect(before.images == images + heldImages)
        #expect(after.images == 3 * (images + heldImages))
        #expect(run.trainingLoads == images && run.validationLoads == heldImages)
    }

    @Test func theSmallestFeaturesAreKept() throws {
        // Behind the batch norm there are 4 × 4 × 4 numbers; the first pooling makes 4 of them, the second 196.
        let model = try frozenNetwork()
        model.layers[4] = AdaptiveAvgPool2d(7)
        model.layers[5] = Sequential(Flatten(), withSeed(2) { Linear(196, 2) })
        let wide = try run(model)
        #expect(wide.reports.first?.bytesInMemory == images * 4 * 4)
        model.layers[3] = ReLU()
        #expect(try run(model).reports.first?.bytesInMemory == images * 4 * 64)
        #expect(wide.reports.first?.through == "1")
    }

    @Test func randomTransformsMakeEveryEpochNew() throws {
        let result = try run(frozenNetwork(), transforms: flip)
        #expect(result.trainingLoads == 3 * images && result.validationLoads == heldImages)
        #expect(result.reports.map(\.part) == [.validation])
    }

    @Test func augmentedVersionsAreKeptOnRequest() throws {
        let plain = try run(frozenNetwork(), .off, transforms: flip, variants: 2, epochs: 12)
        let cached = try run(frozenNetwork(), transforms: flip, variants: 2, epochs: 12)
        #expect(cached.error(from: plain) < 1e-5)
        #expect(plain.trainingLoads == 12 * images)
        #expect(cached.trainingLoads > images && cached.trainingLoads <= 2 * images)
        #expect(cached.reports.first?.images == images, "the first epoch draws one version of each")
    }

    @Test func imagesThatAreDrawnTwiceAreKeptOnce() throws {
        let sampler = Sampler.weighted((0..<images).map { $0 < 4 ? 10 : 1 }, count: 30)
        let plain = try run(frozenNetwork(), .off, sampler: sampler)
        let cached = try run(frozenNetwork(), sampler: sampler)
        #expect(cached.error(from: plain) < 1e-5)
        let drawn = (0..<3).map { Set(sampler.order(count: images, epoch: $0, seed: 3)) }
        #expect(cached.reports.first?.images == drawn[0].count)
        #expect(cached.trainingLoads < plain.trainingLoads / 2)
    }

    @Test func anUnfrozenBlockLearnsFromThenOn() throws {
        func result(_ caching: FeatureCaching) throws -> Run {
            let model = try frozenNetwork()
            let before = model[0].parameters.flatMap(\.values)
            let result = try run(model, caching, epochs: 5, rate: 0.1) { record in
                if record.epoch == 2 { model[0].unfreeze() }
                if record.epoch == 4 { model[0].freeze() }
            }
            #expect(model[0].parameters.flatMap(\.values) != before)
            return result
        }
        let (plain, cached) = (try result(.off), try result(FeatureCaching()))
        #expect(cached.error(from: plain) < 1e-5)
        #expect(cached.trainingLoads == 4 * images, "once for epochs 1 and 2, once each for 3, 4 and 5")
    }

    @Test func nothingIsKeptOfWhatMayChange() throws {
        let following = try ResNet.fashionMNIST()
        following.freeze(statistics: .follow)
        following.fc.unfreeze()
        let open = try frozenNetwork()
        open[0].unfreeze()
        let noisy = try frozenNetwork()
        noisy.layers.insert(Dropout(), at: 0)
        let unknown = try frozenNetwork()
        unknown.layers.insert(Probe(), at: 0)
        let observed = try frozenNetwork()
        observed[0].outputObserver = { _ in }
        let watched = try frozenNetwork()
        watched.outputObserver = { _ in }
        // Of the ResNet, only the first convolution stands still, and makes more numbers than the image has.
        let transforms = Preset.fashionMNIST.evaluationTransforms(size: 32)
        for (name, model) in [
            ("statistics that follow", following as Module), ("open", open), ("somebody's module", unknown),
            ("observed", observed), ("observed as a whole", watched),
        ] {
            let result = try run(model, transforms: transforms)
            #expect(result.reports.isEmpty, "\(name)")
            #expect(result.trainingLoads == 3 * images && result.validationLoads == 3 * heldImages, "\(name)")
        }
        let dropping = try run(noisy)
        #expect(dropping.trainingLoads == 3 * images && dropping.reports.map(\.part) == [.validation])
        let single = try run(frozenNetwork(), epochs: 1)
        #expect(single.reports.isEmpty, "a single epoch has no use for it")
    }

    @Test func theReportIsALineForTheLog() throws {
        let size = 4 * 4
        let report = try #require(try run(frozenNetwork(), FeatureCaching(memoryLimit: 20 * size)).reports.first)
        #expect(
            report.description
                == "training features up to 1 are computed once: 20 images, 0.0 MB; no room for 2 more")
    }
}
