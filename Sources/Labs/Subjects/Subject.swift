import TrainingCore

/// What a lab experiments on: a pretrained network, and images that it was not trained on.
public struct Subject: Sendable {
    /// The network and the images in a few words: `small ResNet on digits`.
    public let name: String
    /// The images, in three parts.
    public let data: DatasetSplit
    /// What belongs to the weights: resizing, cropping, normalising.
    public let evaluation: Transforms
    /// Random steps that come before that in training.
    public let augmentation: [any PixelTransform]
    /// Images in a training step.
    public let batchSize: Int
    /// The pretrained network with a new head for so many classes.
    let makeModel: @Sendable (_ classes: Int) throws -> Module

    init(
        _ name: String, data: DatasetSplit, evaluation: Transforms, augmentation: [any PixelTransform] = [],
        batchSize: Int = 32, makeModel: @escaping @Sendable (_ classes: Int) throws -> Module
    ) {
        self.name = name
        self.data = data
        self.evaluation = evaluation
        self.augmentation = augmentation
        self.batchSize = batchSize
        self.makeModel = makeModel
    }

    /// The network with a new head, whose weights follow from the seed.
    public func model(seed: UInt64) throws -> Module { try withSeed(seed) { try makeModel(data.classes.count) } }

    /// Shuffled batches to learn from. A last batch that is not full is left out.
    ///
    /// - Parameters:
    ///   - augmentation: random steps on pixels; the subject's own if left out.
    ///   - erasing: steps on numbers that follow the normalising.
    public func training(
        seed: UInt64, augmentation: [any PixelTransform]? = nil, erasing: [any FloatTransform] = [],
        sampler: Sampler = .shuffled
    ) -> DataLoader {
        let transforms = Transforms(
            (augmentation ?? self.augmentation) + evaluation.pixelSteps, then: evaluation.floatSteps + erasing)
        return DataLoader(
            data.train, transforms: transforms, batchSize: batchSize, sampler: sampler, seed: seed, dropLast: true)
    }

    /// The images to choose by, in order.
    public var validation: DataLoader { DataLoader(data.validation, transforms: evaluation, batchSize: 50) }
    /// The images to measure a final choice on, once, in order.
    public var test: DataLoader { DataLoader(data.test, transforms: evaluation, batchSize: 50) }

    /// What some epochs cost, validation with them, as ``PlannedWork/images`` counts.
    ///
    /// - Parameter isBodyFrozen: whether each image goes through the network once and its features are kept.
    public func work(epochs: Int, isBodyFrozen: Bool = false) -> Double {
        let (training, validation) = (Double(data.train.count), Double(data.validation.count))
        return isBodyFrozen ? (training + validation) / 3 : Double(epochs) * (training + validation / 3)
    }

    /// How long a step of the whole network takes for one image on this machine: the fastest of a few, because the first
    /// ones make what later ones use again, and other programs may come between.
    public func secondsPerImage() throws -> Double {
        let model = try model(seed: 0).train()
        let optimizer = SGD(model.parameters, learningRate: 1e-4)
        let batches = training(seed: 0).batches(epoch: 0)
        var fastest = Duration.seconds(3600)
        let begin = ContinuousClock.now
        for number in 0..<8 {
            guard number < 2 || .now - begin < .seconds(2), let batch = try batches.next() else { break }
            let start = ContinuousClock.now
            optimizer.zeroGrad()
            crossEntropy(model(batch.images), batch.labels).backward()
            optimizer.step()
            fastest = min(fastest, .now - start)
        }
        return fastest / .seconds(batchSize)
    }
}
