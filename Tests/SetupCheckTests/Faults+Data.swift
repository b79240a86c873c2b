import Foundation
import TrainingCore

extension Fault {
    /// The loaders hand out the wrong thing.
    static let ofData = [
        Fault("training is not shuffled, and one class comes after the other", .trainingSortedByClass) {
            check(loaders(Pictures(count: 48, order: .sorted), sampler: .sequential))
        },
        Fault("more images in a batch than there are, and that batch left out", .nothingToTrainOn) {
            check(loaders(Pictures(count: 24), batchSize: 32, dropLast: true))
        },
        Fault("a last batch of one image, with batch norm", .lastBatchOfOne) {
            check(loaders(Pictures(count: 49)))
        },
        Fault("a last batch of one image, with batch norm behind the pooling", .lastBatchOfOne) {
            let model = try pretrained()
            model.fc = Sequential(BatchNorm1d(128), Linear(128, 3))
            model.freeze()
            model.fc.unfreeze()
            return check(loaders(Pictures(count: 65), batchSize: 16), model)
        },
        Fault("batches of two images, with batch norm", .batchTooSmallForBatchNorm) { check(loaders(batchSize: 2)) },
        Fault("batches of one image, with batch norm", .batchTooSmallForBatchNorm) { check(loaders(batchSize: 1)) },
        Fault("validation leaves its last batch out", .validationIncomplete) {
            var parts = loaders()
            parts.validation = DataLoader(
                Pictures(count: 20, folder: "photos/val"), transforms: small.evaluationTransforms(), batchSize: 16,
                dropLast: true)
            return check(parts)
        },
        Fault("validation draws images with replacement", .validationIncomplete) {
            var parts = loaders()
            let images = parts.validation.dataset
            parts.validation = DataLoader(
                images, transforms: small.evaluationTransforms(), batchSize: 16, sampler: .balanced(images))
            return check(parts)
        },
        Fault("labels count from 1", .labelsOutOfRange) { check(loaders(Pictures(count: 48, shift: 1))) },
        Fault("the head is still ImageNet's", .headDoesNotFitClasses) { check(loaders(), tiny(classes: 1000)) },
        Fault("the head has too few logits", .headDoesNotFitClasses) { check(loaders(), tiny(classes: 2)) },
        Fault("the head is still the old task's, and no chain says so", .headDoesNotFitClasses) {
            try looped(Opaque(tiny(classes: 10))) { _ in }
        },
    ]

    /// The parts of the data are not what they should be to each other.
    static let ofParts = [
        Fault("the classes of validation come in another order", .classListsDiffer) {
            var parts = loaders()
            parts.validation = held(Pictures(classes: ["banana", "apple", "cherry"], count: 20, folder: "photos/val"))
            return check(parts)
        },
        Fault("validation lacks a class, so that later ones move up", .classListsDiffer) {
            var parts = loaders()
            parts.validation = held(Pictures(classes: ["apple", "cherry"], count: 20, folder: "photos/val"))
            return check(parts)
        },
        Fault("parts overlap: an index is off", .sameImagesInTwoParts) {
            let all = Pictures(count: 60)
            let training = DataLoader(
                Subset(all, indices: Array(0..<48)), transforms: small.evaluationTransforms(), batchSize: 8,
                sampler: .shuffled)
            return check((training, held(Subset(all, indices: Array(40..<60)))))
        },
        Fault("the test images are training images", .sameImagesInTwoParts) {
            let parts = loaders()
            return SetupCheck.findings(
                for: TrainingSetup(
                    tiny(), training: parts.training, validation: parts.validation,
                    test: Pictures(count: 12, folder: "photos/train")))
        },
        Fault("the same pictures under other names", .sameImagesInTwoParts) {
            var parts = loaders()
            parts.validation = held(Pictures(count: 20, folder: "photos/val"))
            return SetupCheck.findings(
                for: TrainingSetup(tiny(), training: parts.training, validation: parts.validation), readingImages: true)
        },
        Fault("the test set is the validation set", .testSetUsedToChoose) {
            let parts = loaders()
            return SetupCheck.findings(
                for: TrainingSetup(
                    tiny(), training: parts.training, validation: parts.validation, test: parts.validation.dataset))
        },
        Fault("validation is cut from the test set", .testSetUsedToChoose) {
            let test = Pictures(count: 20, folder: "photos/test", seed: 5)
            let parts = (loaders().training, held(Subset(test, indices: Array(0..<14))))
            return SetupCheck.findings(
                for: TrainingSetup(
                    tiny(), training: parts.0, validation: parts.1, test: Subset(test, indices: Array(0..<20))))
        },
        Fault("validation images come from the folder test", .testSetUsedToChoose) {
            check((loaders().training, held(Pictures(count: 20, folder: "photos/test", seed: 5))))
        },
    ]

    /// Images reach the model otherwise than the weights were trained on.
    static let ofTransforms = [
        Fault("another model's statistics", .normalisedUnlikeWeights) {
            transformed(small.with(Preset.imageNet.mean, Preset.imageNet.std))
        },
        Fault("ImageNet's statistics for weights that want one half", .normalisedUnlikeWeights) {
            let lite = Preset.efficientNetLite0
            return transformed(lite.with(Preset.imageNet.mean, Preset.imageNet.std), preset: lite)
        },
        Fault("no normalising", .normalisedUnlikeWeights) {
            transformed(Transforms(small.evaluationTransforms().pixelSteps))
        },
        Fault("normalised twice", .normalisedUnlikeWeights) {
            let once = small.evaluationTransforms()
            return transformed(Transforms(once.pixelSteps, then: once.floatSteps + once.floatSteps))
        },
        Fault("training and validation are normalised by different statistics", .normalisedUnlikeWeights) {
            var parts = loaders()
            parts.validation = held(
                parts.validation.dataset, Preset.imageNet.with(Preset.imageNet.mean, Preset.imageNet.std, size: 32))
            return check(parts)
        },
        Fault("divided by 255 twice, seen in the first batch", .imagesScaledWrong) {
            let wrong = Transforms(small.evaluationTransforms().pixelSteps, then: [Scale(by: 1 / 255)])
            let parts = loaders(transforms: wrong)
            return try HandWrittenLoop().run(setup(parts))
        },
        Fault("divided by 255 twice, seen before training", .imagesScaledWrong) {
            let wrong = Transforms(
                small.evaluationTransforms().pixelSteps,
                then: [Scale(by: 1 / 255)] + small.evaluationTransforms().floatSteps)
            return SetupCheck.findings(for: setup(loaders(transforms: wrong)), readingImages: true)
        },
        Fault("not divided by 255", .imagesScaledWrong) { try looped { $0.change = { $0 * 255 } } },
        Fault("normalised by statistics of 0…255", .imagesScaledWrong) {
            transformed(small.with([123, 117, 104], [58, 57, 57]))
        },
        Fault("blue, green, red", .channelsSwapped) {
            let wrong = Transforms(
                small.evaluationTransforms().pixelSteps + [Reversed()], then: small.evaluationTransforms().floatSteps)
            var setup = setup(loaders(transforms: wrong))
            setup.preset = small
            return SetupCheck.findings(for: setup, readingImages: true)
        },
        Fault("32 pixels for weights of 224", .sizedUnlikeWeights) {
            transformed(Preset.imageNet.evaluationTransforms(size: 32), preset: .imageNet)
        },
        Fault("224 pixels for weights of 32", .sizedUnlikeWeights) {
            transformed(Transforms([RandomResizedCrop(size: 224)], then: small.evaluationTransforms().floatSteps))
        },
        Fault("augmentation leaks into validation", .randomTransformInValidation) {
            var parts = loaders()
            let exact = small.evaluationTransforms()
            parts.validation = held(
                parts.validation.dataset,
                Transforms([RandomHorizontalFlip()] + exact.pixelSteps, then: exact.floatSteps))
            return check(parts)
        },
        Fault("erasing in validation", .randomTransformInValidation) {
            var parts = loaders()
            let exact = small.evaluationTransforms()
            parts.validation = held(
                parts.validation.dataset, Transforms(exact.pixelSteps, then: exact.floatSteps + [RandomErasing()]))
            return check(parts)
        },
    ]

    /// Rates and schedules.
    static let ofRates = [
        Fault("the groups' rates in reversed order", .bodyRateNotBelowHead) {
            let model = try pretrained()
            return check(model, AdamW(model.layerGroups.parameterGroups(.geometric(from: 1e-3, to: 1e-5))))
        },
        Fault("the unfrozen body at the head's rate", .bodyRateNotBelowHead) {
            let model = try pretrained()
            var setup = setup(loaders(), model)
            (setup.optimizer, setup.preset) = (AdamW(model.parameters, learningRate: 1e-3), small)
            return SetupCheck.findings(for: setup)
        },
        Fault("the same with SGD", .bodyRateNotBelowHead) {
            let model = try pretrained()
            var setup = setup(loaders(), model)
            (setup.optimizer, setup.preset) = (SGD(model.parameters, learningRate: 0.1, momentum: 0.9), small)
            return SetupCheck.findings(for: setup)
        },
        Fault("a rate a hundred times the finder's", .rateAboveFinder) {
            var setup = setup(loaders())
            setup.optimizer = AdamW(setup.model.parameters, learningRate: 0.3)
            setup.rateCurve = curve(bestAt: 3e-3)
            return SetupCheck.findings(for: setup)
        },
        Fault("the cycle of a shorter run", .scheduleDoesNotFitRun) {
            var setup = setup(loaders())
            (setup.epochs, setup.schedule) = (10, OneCycle(steps: 30))
            return SetupCheck.findings(for: setup)
        },
        Fault("the cycle of a longer run", .scheduleDoesNotFitRun) {
            var setup = setup(loaders())
            (setup.epochs, setup.schedule) = (5, OneCycle(steps: 60))
            return SetupCheck.findings(for: setup)
        },
        Fault("a schedule in epochs that is asked in steps", .scheduleDoesNotFitRun) {
            var setup = setup(loaders())
            (setup.epochs, setup.schedule) = (20, StepDecay(every: 7))
            return SetupCheck.findings(for: setup)
        },
    ]

    /// Mistakes of the notebook that no rule is made for: a set-up does not show them, or too many good ones look like
    /// them.
    static let unseen = [
        Fault("the proportions of the pictures are squashed", nil) {
            transformed(Transforms([Resize(width: 32, height: 32)], then: small.evaluationTransforms().floatSteps))
        },
        Fault("the same order in every epoch", nil) { check(loaders(sampler: .sequential)) },
        Fault("a weighted loss is divided by the number of images", nil) {
            try looped {
                $0.loss = { logits, labels in
                    let weights: [Float] = [1, 5, 0.2]
                    let total = labels.map { weights[$0] }.reduce(0, +)
                    return crossEntropy(logits, labels, classWeights: weights) * (total / Float(labels.count))
                }
            }
        },
        Fault("the optimizer goes on with the momentum of another training", nil) {
            let (model, parts) = (tiny(), loaders())
            let optimizer = SGD(model.parameters, learningRate: 0.05, momentum: 0.9)
            let setup = TrainingSetup(model, optimizer: optimizer, training: parts.training)
            _ = try HandWrittenLoop().run(setup)
            for (parameter, fresh) in zip(model.parameters, tiny().parameters) { parameter.copy(from: fresh) }
            return try HandWrittenLoop().run(setup)
        },
    ]
}

/// What the static rules find in loaders, beside a model that is in order.
func check(_ parts: (DataLoader, DataLoader), _ model: Module = tiny()) -> [SetupFinding] {
    SetupCheck.findings(for: setup(parts, model))
}

/// A set-up with these loaders.
func setup(_ parts: (DataLoader, DataLoader), _ model: Module = tiny()) -> TrainingSetup {
    TrainingSetup(
        model, optimizer: SGD(model.trainableParameters, learningRate: 0.01, momentum: 0.9), training: parts.0,
        validation: parts.1)
}

/// Images to choose by.
func held(_ images: any ImageDataset, _ transforms: Transforms = small.evaluationTransforms()) -> DataLoader {
    DataLoader(images, transforms: transforms, batchSize: 16)
}

/// What is found when both parts go through some transforms.
func transformed(_ transforms: Transforms, preset: Preset = small) -> [SetupFinding] {
    let parts = loaders(transforms: transforms)
    let still = Transforms(
        transforms.pixelSteps.filter { !$0.isRandom }, then: transforms.floatSteps.filter { !$0.isRandom })
    return SetupCheck.findings(
        for: TrainingSetup(
            tiny(), training: parts.training, validation: held(parts.validation.dataset, still), preset: preset))
}

/// A range test whose loss falls around a rate and rises behind it.
func curve(bestAt best: Double) -> LearningRateCurve {
    let rates: [Double] = (0..<100).map { 1e-7 * pow(10, 0.08 * Double($0)) }
    let losses: [Double] = rates.map { rate in
        let (gain, harm) = (2 / (1 + best / rate), rate / (30 * best))
        return 2.3 - gain + harm * harm
    }
    return LearningRateCurve(rates: rates, losses: losses, steps: 100)
}

/// A network that does not say what it is made of.
final class Opaque: Module {
    let inner: Sequential
    init(_ inner: Sequential) { self.inner = inner }
    override func forward(_ x: Tensor) -> Tensor { inner(x) }
}

/// Multiplies every number.
struct Scale: FloatTransform {
    let factor: Float
    init(by factor: Float) { self.factor = factor }
    var isRandom: Bool { false }
    func callAsFunction(_ image: FloatImage, using generator: inout SeededGenerator) -> FloatImage {
        FloatImage(
            channels: image.channels, height: image.height, width: image.width, values: image.values.map { $0 * factor }
        )
    }
}

/// Blue, green, red.
struct Reversed: PixelTransform {
    var isRandom: Bool { false }
    func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        let pixels = image.pixels.indices.map { image.pixels[$0 - $0 % 3 + 2 - $0 % 3] }
        return Image(width: image.width, height: image.height, pixels: pixels)
    }
}

extension Preset {
    /// Its evaluation with other statistics.
    func with(_ mean: [Float], _ std: [Float], size: Int? = nil) -> Transforms {
        Transforms(evaluationTransforms(size: size).pixelSteps, then: [Normalize(mean: mean, std: std)])
    }
}
