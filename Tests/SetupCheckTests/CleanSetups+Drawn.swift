import Foundation
import TrainingCore

extension CleanSetup {
    /// Set-ups whose every choice was drawn at random from sound ones, each trained by `fit` for an epoch or more.
    static let drawn: [CleanSetup] = drawn(1...60)

    /// Those with some numbers.
    static func drawn(_ numbers: ClosedRange<UInt64>) -> [CleanSetup] {
        numbers.map { number in
            CleanSetup("drawn at random, number \(number)") {
                var dice = Dice(generator: SeededGenerator(seed: number))
                return try dice.train()
            }
        }
    }
}

/// Draws the parts of a set-up.
private struct Dice {
    var generator: SeededGenerator

    mutating func train() throws -> [SetupFinding] {
        let classes = one(of: [2, 3, 5, 10])
        let parts = loaders(classes)
        let model = try model(classes)
        let optimizer = optimizer(model)
        let epochs = one(of: [1, 2, 3])
        let steps = epochs * parts.training.batchCount
        let schedules: [(any Schedule)?] = [
            nil, OneCycle(steps: steps), OneCycle.fastai(steps: steps), CosineAnnealing(steps: steps),
        ]
        let schedule = one(of: schedules)
        let maxGradNorm: Float? = one(of: [nil, 1, 5, 10])
        let mixup: Mixup? = one(of: [nil, nil, Mixup()])
        let smoothing: Float = one(of: [0, 0, 0.1])
        return try heard {
            try fit(
                model, training: parts.training, validation: parts.validation, optimizer: optimizer, epochs: epochs,
                schedule: schedule, maxGradNorm: maxGradNorm, mixup: mixup,
                loss: { crossEntropy($0, $1, labelSmoothing: smoothing) })
        }
    }

    mutating func one<Choice>(of choices: [Choice]) -> Choice {
        choices[Int(generator.next() % UInt64(choices.count))]
    }

    /// A number between two others, each ratio equally likely.
    mutating func number(from low: Double, to high: Double) -> Float {
        Float(low * pow(high / low, Double(generator.uniform())))
    }

    mutating func loaders(_ classes: Int) -> (training: DataLoader, validation: DataLoader) {
        let (batchSize, count) = (one(of: [4, 8, 16, 32]), one(of: [40, 64, 97, 130]))
        let exact = small.evaluationTransforms()
        let steps: [any PixelTransform] = one(of: [
            [], [RandomHorizontalFlip()], [RandomRotation(degrees: 30), ColorJitter(brightness: 0.5)], [Grayscale()],
        ])
        let transforms = Transforms(
            steps + exact.pixelSteps, then: exact.floatSteps + one(of: [[], [RandomErasing()]]))
        let images = Pictures(
            classes: (0..<classes).map { "class \($0)" }, count: count, seed: generator.next(),
            order: one(of: [.inTurn, .random]))
        let isRagged = count % batchSize == 1
        return SetupCheckTests.loaders(
            images, batchSize: batchSize, transforms: transforms, sampler: one(of: [.shuffled, .balanced(images)]),
            dropLast: isRagged || one(of: [true, false]))
    }

    mutating func model(_ classes: Int) throws -> Module {
        let seed = generator.next()
        let model: Module =
            switch one(of: [0, 1, 2, 3, 4]) {
            case 0: tiny(classes: classes, seed: seed)
            case 1: withSeed(seed) { ResNet.small(classes: classes) }
            case 2: withSeed(seed) { VGG.vgg11(batchNorm: true, classes: classes, width: 4) }
            case 3: withSeed(seed) { Sequential(Flatten(), Linear(3072, 64), ReLU(), Dropout(), Linear(64, classes)) }
            default: try cut(classes, seed)
            }
        guard model is CutModel else { return model }
        let groups = model.layerGroups
        groups.freeze(to: -one(of: Array(1...groups.count)), norms: one(of: [.frozen, .frozen, .learning]))
        return model
    }

    private mutating func cut(_ classes: Int, _ seed: UInt64) throws -> CutModel {
        let head = withSeed(seed) { Head.concatPooling(128, classes: classes) }
        if one(of: [true, false]) { head.initialiseAsInFastai() }
        return try ResNet.fashionMNIST().cut(after: "layer4", head: head)
    }

    mutating func optimizer(_ model: Module) -> Optimizer {
        let isSGD = one(of: [true, false])
        let rate = isSGD ? number(from: 1e-4, to: 0.1) : number(from: 1e-5, to: 3e-3)
        let rates: LayerRates = one(of: [
            .same(rate), .head(rate), .geometric(from: rate / 100, to: rate), .decaying(rate),
        ])
        let groups = model.layerGroups.parameterGroups(rates, weightDecay: one(of: [0, 0.01]))
        return isSGD ? SGD(groups, momentum: one(of: [0, 0.9])) : one(of: [AdamW(groups), Adam(groups)])
    }
}
