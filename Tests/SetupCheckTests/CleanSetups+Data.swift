import TrainingCore

extension CleanSetup {
    /// Odd but right data.
    static let ofData = [
        CleanSetup("two classes, six images") {
            let parts = loaders(Pictures(classes: ["cat", "dog"], count: 6), batchSize: 6)
            return try HandWrittenLoop().run(setup(parts, tiny(classes: 2)))
        },
        CleanSetup("a hundred classes, one image each") {
            let images = Pictures(classes: (0..<100).map { "class \($0)" }, count: 100, order: .sorted)
            return check(loaders(images, batchSize: 20), tiny(classes: 100))
        },
        CleanSetup("batches of four, with batch norm") { check(loaders(batchSize: 4)) },
        CleanSetup("batches of one, where no norm looks at the batch") {
            let model = try pretrained()
            try model.freeze(except: ["fc"])
            return check(loaders(batchSize: 1), model)
        },
        CleanSetup("a last batch of two") { check(loaders(Pictures(count: 50))) },
        CleanSetup("a last batch of one that is left out") { check(loaders(Pictures(count: 49), dropLast: true)) },
        CleanSetup("a last batch of one without batch norm") {
            check(loaders(Pictures(count: 49)), Sequential(Flatten(), Linear(3072, 3)))
        },
        CleanSetup("in order, but not by class") { check(loaders(sampler: .sequential)) },
        CleanSetup("in order by class, but all in one batch") {
            check(loaders(Pictures(count: 24, order: .sorted), batchSize: 24, sampler: .sequential))
        },
        CleanSetup("classes drawn equally often") {
            let images = Pictures(count: 48)
            return try HandWrittenLoop().run(setup(loaders(images, sampler: .balanced(images))))
        },
        CleanSetup("validation leaves out a last batch that is full") {
            check(
                (
                    loaders().training,
                    DataLoader(
                        Pictures(count: 32, folder: "photos/val"), transforms: small.evaluationTransforms(),
                        batchSize: 16,
                        dropLast: true)
                ))
        },
        CleanSetup("three parts of one data set, read") {
            let parts = try stratifiedSplit(Pictures(count: 60), fractions: [0.6, 0.2, 0.2], seed: 3)
            let training = DataLoader(
                parts[0], transforms: small.evaluationTransforms(), batchSize: 8, sampler: .shuffled)
            var setup = setup((training, held(parts[1])))
            setup.test = parts[2]
            return SetupCheck.findings(for: setup, readingImages: true)
        },
        CleanSetup("validation images without names of their own") {
            let parts = (Nameless(images: Pictures(count: 48)), Nameless(images: Pictures(count: 20, seed: 1)))
            let training = DataLoader(
                parts.0, transforms: small.evaluationTransforms(), batchSize: 8, sampler: .shuffled)
            return SetupCheck.findings(for: setup((training, held(parts.1))), readingImages: true)
        },
        CleanSetup("training images in a folder called test") {
            check(loaders(Pictures(count: 48, folder: "photos/test")))
        },
    ]

    /// Odd but right transforms.
    static let ofTransforms = [
        CleanSetup("96 pixels for weights of 224") {
            transformed(Preset.imageNet.evaluationTransforms(size: 96), preset: .imageNet)
        },
        CleanSetup("320 pixels for weights of 224") {
            transformed(Preset.imageNet.evaluationTransforms(size: 320), preset: .imageNet)
        },
        CleanSetup("pictures as large as they are") {
            transformed(Transforms([], then: small.evaluationTransforms().floatSteps))
        },
        CleanSetup("one half for weights that want 127 and 128 of 255") {
            let lite = Preset.efficientNetLite0
            return transformed(lite.with([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]), preset: lite)
        },
        CleanSetup("statistics of one's own photographs, near to ImageNet's") {
            transformed(
                Preset.imageNet.with([0.47, 0.44, 0.39], [0.24, 0.235, 0.238]), preset: .imageNet)
        },
        CleanSetup("no normalising and no weights that want any") {
            let plain = Transforms([Resize(shortSide: 16), CenterCrop(size: 16)])
            let parts = loaders(transforms: plain)
            return try HandWrittenLoop().run(setup((parts.training, held(parts.validation.dataset, plain))))
        },
        CleanSetup("all random steps together, in training") {
            let exact = small.evaluationTransforms()
            let strong = Transforms(
                [
                    RandomResizedCrop(size: 32), RandomHorizontalFlip(), RandomRotation(degrees: 180),
                    ColorJitter(brightness: 0.9, contrast: 0.9, saturation: 0.9, hue: 0.5),
                ], then: exact.floatSteps + [RandomErasing(probability: 1)])
            return try HandWrittenLoop().run(setup(loaders(transforms: strong)))
        },
        CleanSetup("training on smaller crops than validation") {
            let exact = small.evaluationTransforms()
            let parts = loaders(transforms: Transforms([RandomResizedCrop(size: 24)], then: exact.floatSteps))
            var setup = setup(parts)
            setup.preset = small
            return SetupCheck.findings(for: setup)
        },
        CleanSetup("grey pictures") {
            let exact = small.evaluationTransforms()
            return transformed(Transforms([Grayscale()] + exact.pixelSteps, then: exact.floatSteps))
        },
        CleanSetup("very dark pictures") { try looped { $0.change = { $0 * 0.1 - 0.7 } } },
    ]

    /// Odd but right rates and schedules.
    static let ofRates =
        [
            CleanSetup("a deliberately high rate with warm-up") {
                var setup = setup(loaders(), try pretrained())
                setup.optimizer = SGD(setup.model.parameters, learningRate: 0.5, momentum: 0.9)
                (setup.epochs, setup.schedule, setup.preset) = (4, OneCycle(steps: 24), small)
                return SetupCheck.findings(for: setup)
            },
            CleanSetup("one low rate for a pretrained network and its new head") {
                var setup = setup(loaders(), try pretrained())
                (setup.optimizer, setup.preset) = (AdamW(setup.model.parameters, learningRate: 3e-4), small)
                return try HandWrittenLoop().run(setup)
            },
            CleanSetup("SGD's usual 0.01 for everything") {
                var setup = setup(loaders(), try pretrained())
                setup.preset = small
                return try HandWrittenLoop().run(setup)
            },
            CleanSetup("three times the finder's rate") {
                var setup = setup(loaders())
                setup.optimizer = AdamW(setup.model.parameters, learningRate: 1e-2)
                setup.rateCurve = curve(bestAt: 3e-3)
                return SetupCheck.findings(for: setup)
            },
            CleanSetup("a hundredth of the finder's rate") {
                var setup = setup(loaders())
                setup.optimizer = AdamW(setup.model.parameters, learningRate: 3e-5)
                setup.rateCurve = curve(bestAt: 3e-3)
                return SetupCheck.findings(for: setup)
            },
            CleanSetup("one cycle of five steps") {
                var setup = setup(loaders(Pictures(count: 40)))
                (setup.epochs, setup.schedule) = (1, OneCycle(steps: 5))
                return SetupCheck.findings(for: setup)
            },
            CleanSetup("rates that decay from block to block") {
                let model = try pretrained()
                return check(model, AdamW(model.layerGroups.parameterGroups(.decaying(1e-3), weightDecay: 0.05)))
            },
        ]
        + scheduled.map { name, schedule in
            CleanSetup("schedule: \(name)") {
                var setup = setup(loaders())
                (setup.epochs, setup.schedule) = (10, schedule)
                return SetupCheck.findings(for: setup)
            }
        }

    /// Schedules that fit a run of 60 steps.
    private static let scheduled: [(String, any Schedule)] = [
        ("one cycle", OneCycle(steps: 60)),
        ("one cycle that ends some steps early", OneCycle(steps: 52)),
        ("one cycle, a third too long", OneCycle(steps: 80)),
        ("fastai's cycle", OneCycle.fastai(steps: 60)),
        ("three drops, to a thousandth", StepDecay(every: 15)),
        ("cosine", CosineAnnealing(steps: 60)),
        ("cosine with restarts", CosineWarmRestarts(firstCycle: 20)),
        ("warm-up from nothing", LinearWarmup(steps: 60, from: 0)),
        ("exponential", ExponentialDecay(gamma: 0.95)),
    ]
}

/// Images whose names say nothing.
private struct Nameless: ImageDataset {
    let images: Pictures
    var classes: [String] { images.classes }
    var count: Int { images.count }
    func label(at index: Int) -> Int { images.label(at: index) }
    func image(at index: Int) -> Image { images.image(at: index) }
}
