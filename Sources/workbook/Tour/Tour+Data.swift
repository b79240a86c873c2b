import Foundation
import Q05LoadImageDatasetSolution
import Q06TransformImagesSolution
import Q07SplitDatasetSolution
import Q08BatchDataSolution
import Q09LoadPretrainedModelSolution
import TrainingCore

/// The images in three parts, and what happens to them.
struct TourData {
    let training, validation, test: any ImageDataset
    let augmentation, evaluation: Transforms
    let batchSize: Int
    let workers: Int

    /// Loaders for the three parts; the order of the training images follows from the seed.
    ///
    /// The only random transform is a flip, so two versions of an image are as many as there can be: `fit` may keep what
    /// a frozen part makes of them. Each version is flipped or not by chance; a half of the images get both.
    func loaders(seed: UInt64) throws -> (training: DataLoader, validation: DataLoader, test: DataLoader) {
        var loaders = try makeLoaders(
            training: (training, augmentation), validation: (validation, evaluation), test: (test, evaluation),
            batchSize: batchSize, seed: seed)
        loaders.training.augmentedVariants = 2
        loaders.training.workers = workers
        loaders.validation.workers = workers
        loaders.test.workers = workers
        return loaders
    }
}

/// Chapter 3: from files to batches.
extension Tour {
    /// The names of the classes; also finds out whether there is any data at all.
    func classes() throws -> [String] {
        let train = try ImageFolder("\(data)/train")
        guard train.count >= 16 else {
            throw FileError("\(data)/train", expected: "at least 16 images to train on", found: "\(train.count)")
        }
        _ = try ImageFolder("\(data)/test", classes: train.classes)
        return train.classes
    }

    func loadData(classes: [String]) throws -> TourData {
        narrator.heading("Chapter 3: data")
        let parts = try split(classes)
        narrator.say("Q5   \(classes.count) classes: \(classes.joined(separator: ", "))")
        narrator.say(
            "Q7   \(parts.training.count) images to train on, \(parts.validation.count) to validate, "
                + "\(parts.test.count) to test")
        // A broken image should show now, not after minutes of training.
        for part in [parts.training, parts.validation, parts.test] {
            for index in 0..<part.count { _ = try part.image(at: index) }
        }
        try compareTransforms(parts.training)
        let loaders = try parts.loaders(seed: seed)
        var labels: Set<Int> = []
        try visitBatches(of: loaders.validation, epochs: 1) { _, batch in labels.formUnion(batch.labels) }
        narrator.say(
            "Q8   batches of \(loaders.training.batchSize): \(loaders.training.batchCount) in a training epoch; "
                + "\(labels.count) classes in the validation batches")
        return parts
    }

    /// Takes the validation part from its folder; where there is none, from the training images.
    private func split(_ classes: [String]) throws -> TourData {
        let evaluation = Preset.efficientNetLite0.evaluationTransforms(size: size)
        let augmentation = Transforms([RandomHorizontalFlip()] + evaluation.pixelSteps, then: evaluation.floatSteps)
        let train = try ImageFolder("\(data)/train", classes: classes)
        let test = try ImageFolder("\(data)/test", classes: classes)
        let (training, validation): (any ImageDataset, any ImageDataset)
        if FileManager.default.fileExists(atPath: "\(data)/val") {
            let loaded = try loadParts(training: "\(data)/train", validation: "\(data)/val")
            (training, validation) = (train, try ImageFolder("\(data)/val", classes: loaded.classes))
        } else {
            let parts = try makeParts(
                training: train, test: test, validationFraction: 1.0 / 6, seed: seed, augmentation: augmentation,
                evaluation: evaluation)
            (training, validation) = (parts.training.images, parts.validation.images)
        }
        // A last batch of a few images would weigh as much in a step as a full one: the loader leaves it out.
        return TourData(
            training: training, validation: validation, test: test, augmentation: augmentation, evaluation: evaluation,
            batchSize: min(32, training.count), workers: workers)
    }

    /// Transforms an image by hand and with the transform that belongs to the weights.
    private func compareTransforms(_ images: any ImageDataset) throws {
        guard images.count > 0 else { return }
        let preset = Preset.efficientNetLite0
        let image = try images.image(at: 0)
        let byHand = try prepare(image, for: preset)
        var generator = SeededGenerator(seed: seed)
        let byPreset = try preprocessing(for: preset)(image, using: &generator)
        let difference = zip(byHand.values, byPreset.values).map { abs($0 - $1) }.max() ?? 0
        narrator.say(
            "Q6   an image of \(image.width) × \(image.height) pixels becomes \(byHand.channels) × \(byHand.height) × "
                + "\(byHand.width) numbers, the preset's own to \(difference)")
    }
}
