import TrainingCore

/// Lab: enough augmentation, or too much? Each transform alone, none, and several together, where images are few, all
/// layers learn, and the epochs are enough to learn the training images by heart.
///
/// The images are digits, which have a right way up and a right and a left. Order, rate and epochs are the same for all.
struct AugmentationLab: Lab {
    static let name = "augment"
    static let question = "Enough augmentation, or too much? Each transform alone, none, and all together"

    let subject: Subject
    let seeds: [UInt64]
    let settings: [Augmentation]
    let epochs: Int

    init(_ setup: LabSetup) throws {
        subject = try .digits(setup.size).training(onPerClass: setup.choose(tiny: 4, quick: 15, full: 20))
        seeds = setup.seeds
        epochs = setup.choose(tiny: 1, quick: 16, full: 40)
        // A quick run leaves out what differs least.
        let quick = ["flip", "rotation, 15°"]
        settings =
            setup.size == .full
            ? Augmentation.all
            : [.none] + Augmentation.single.filter { quick.contains($0.name) } + [.together, .everything]
    }

    private var images: Double { subject.work(epochs: epochs) }

    var plan: [PlannedWork] { [PlannedWork(subject, images: Double(seeds.count * settings.count) * images)] }

    func run(_ journal: Journal) throws -> LabReport {
        for setting in settings {
            for seed in seeds {
                try journal.trial(setting.name, seed: seed, on: subject, images: images) {
                    try train(setting, seed, onProgress: $0)
                }
            }
        }
        return try report(journal.trials)
    }

    private func train(_ setting: Augmentation, _ seed: UInt64, onProgress: (FitProgress) -> Void) throws -> Outcome {
        let model = try subject.model(seed: seed)
        // The small digits are made large first: shifting by a pixel of theirs would be coarse.
        let training = subject.training(
            seed: seed, augmentation: subject.evaluation.pixelSteps + setting.pixels, erasing: setting.numbers)
        return Outcome(
            try fit(
                model, training: training, validation: subject.validation,
                optimizer: AdamW(model.parameters, learningRate: 3e-3), epochs: epochs,
                schedule: OneCycle(steps: epochs * training.batchCount),
                mixup: setting.mixupAlpha.map { Mixup(alpha: $0, seed: seed) }, onProgress: onProgress))
    }
}
