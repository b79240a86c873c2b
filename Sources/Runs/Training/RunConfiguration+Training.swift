import TrainingCore

extension RunConfiguration {
    /// The optimizer of a network: it holds all parameters from the start.
    func optimizer(for model: Module) -> Optimizer {
        let groups = model.layerGroups.parameterGroups(.same(1e-3), weightDecay: 0.01)
        return AdamW(groups, betas: (0.9, 0.99), epsilon: 1e-5)
    }

    /// The batches to learn from and those to choose by.
    func loaders(on data: DatasetSplit) throws -> (training: DataLoader, validation: DataLoader) {
        // A last batch of a few images would weigh as much in a step as a full one: it is left out.
        (
            DataLoader(
                data.train, transforms: try training, batchSize: min(batchSize, data.train.count), sampler: .shuffled,
                seed: seed, dropLast: true),
            DataLoader(data.validation, transforms: try evaluation, batchSize: batchSize)
        )
    }

    /// What learns first. Where the rate finder is still to be asked, its rate is a usual one.
    func firstStage(on data: DatasetSplit) -> Stage? {
        recipe.next(
            after: [], TrainingSize(images: data.train.count, classes: data.classes.count), epochs: epochs,
            rate: rate ?? 1e-3)
    }

    /// What seems wrong with the run that would follow, before anything is trained. Reads all images.
    ///
    /// - Throws: `FileError` when the weights are of no use.
    public func findings(on data: DatasetSplit) throws -> [SetupFinding] {
        let model = try pretrainedModel()
        let optimizer = optimizer(for: model)
        let (training, validation) = try loaders(on: data)
        let stage = firstStage(on: data)
        stage?.prepare(model, optimizer)
        model.train()
        return SetupCheck.findings(
            for: TrainingSetup(
                model, optimizer: optimizer, training: training, validation: validation, test: data.test,
                epochs: stage?.epochs, schedule: stage?.schedule(stepsPerEpoch: training.batchCount),
                preset: try preset),
            readingImages: true)
    }
}
