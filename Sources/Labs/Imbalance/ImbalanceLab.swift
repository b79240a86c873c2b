import TrainingCore

/// Lab: what accuracy hides when half of the classes have a tenth of their images, and what each remedy trades: weights in
/// the loss, a sampler that draws all classes equally often, and both at once, which corrects twice.
///
/// The head and the last block learn. The validation images stay balanced. Rate, epochs and the images that are left are
/// the same for all; with all images an epoch has more steps.
struct ImbalanceLab: Lab {
    static let name = "imbalance"
    static let question = "Rare classes: what accuracy hides, and what weights and samplers trade"

    /// Balanced as it is.
    let whole: Subject
    /// The same, where each second class has a tenth of its training images.
    let subject: Subject
    let seeds: [UInt64]
    let epochs: Int

    static let rareRecall = "recall of rare classes"
    static let commonRecall = "recall of common classes"
    static let rareShare = "predicted as rare"
    static let skewedAccuracy = "accuracy where rare is rare"

    /// What the head and the last block cost of the whole network.
    private let shareOfWork = 0.2

    init(_ setup: LabSetup) throws {
        whole = try setup.size == .full ? .clothes() : .digits(setup.size)
        subject = whole.training(on: Self.imbalanced(whole.data.train.labels))
        seeds = setup.seeds
        epochs = setup.choose(tiny: 1, quick: 8, full: 12)
    }

    /// Whether a class is one of those that keep a tenth.
    static func isRare(_ label: Int) -> Bool { label % 2 == 0 }

    /// The images that are left: all of common classes, and each tenth of rare ones, the first included.
    static func imbalanced(_ labels: [Int]) -> [Int] {
        var seen: [Int: Int] = [:]
        return labels.indices.filter { index in
            let label = labels[index]
            defer { seen[label, default: 0] += 1 }
            return !isRare(label) || seen[label, default: 0] % 10 == 0
        }
    }

    private func subject(_ remedy: Remedy) -> Subject { remedy.hasAllImages ? whole : subject }

    private func images(_ remedy: Remedy) -> Double {
        let subject = subject(remedy)
        return subject.work(epochs: epochs, isBodyFrozen: true) + shareOfWork * subject.work(epochs: epochs)
    }

    var plan: [PlannedWork] {
        let perSeed = Remedy.all.map(images).reduce(0, +)
        return [PlannedWork(subject, images: Double(seeds.count) * perSeed)]
    }

    func run(_ journal: Journal) throws -> LabReport {
        for remedy in Remedy.all {
            for seed in seeds {
                try journal.trial(remedy.name, seed: seed, on: subject(remedy), images: images(remedy)) {
                    try train(remedy, seed, onProgress: $0)
                }
            }
        }
        return report(journal.trials)
    }

    private func train(_ remedy: Remedy, _ seed: UInt64, onProgress: (FitProgress) -> Void) throws -> Outcome {
        let subject = subject(remedy)
        let images = subject.data.train
        let model = try subject.model(seed: seed)
        let groups = model.layerGroups
        groups.freeze(to: -2)
        let training = subject.training(
            seed: seed, augmentation: [], sampler: remedy.isDrawnEvenly ? .balanced(images) : .shuffled)
        let weights = remedy.lossWeights?(images.countPerClass).values
        var outcome = Outcome(
            try fit(
                model, training: training, validation: subject.validation,
                optimizer: AdamW(groups.parameterGroups(.head(3e-3), weightDecay: 0.01)), epochs: epochs,
                schedule: OneCycle(steps: epochs * training.batchCount), onProgress: onProgress,
                loss: { crossEntropy($0, $1, classWeights: weights) }))
        let held = try evaluate(model, on: subject.validation)
        let matrix = ConfusionMatrix(
            labels: held.labels, predictions: held.predictions, classes: subject.data.classes.count)
        outcome.numbers.merge(Self.measures(of: matrix, trainingCounts: self.subject.data.train.countPerClass)) { $1 }
        return outcome
    }

    /// What accuracy on balanced images does not show.
    ///
    /// - Parameter trainingCounts: how many training images each class has. Where classes are as rare as these in
    ///   validation too, accuracy is the mean of the recalls weighted by them.
    static func measures(of matrix: ConfusionMatrix, trainingCounts: [Int]) -> [String: Double] {
        let classes = matrix.counts.indices
        let recalls = classes.map { label in
            Double(matrix.counts[label][label]) / Double(max(matrix.counts[label].reduce(0, +), 1))
        }
        let total = Double(matrix.counts.joined().reduce(0, +))
        let predictedRare = classes.filter(isRare).map { label in matrix.counts.map { $0[label] }.reduce(0, +) }
        let weighted = zip(recalls, trainingCounts).map { $0 * Double($1) }.reduce(0, +)
        return [
            rareRecall: classes.filter(isRare).map { recalls[$0] }.mean,
            commonRecall: classes.filter { !isRare($0) }.map { recalls[$0] }.mean,
            rareShare: Double(predictedRare.reduce(0, +)) / max(total, 1),
            skewedAccuracy: weighted / Double(max(trainingCounts.reduce(0, +), 1)),
        ]
    }
}
