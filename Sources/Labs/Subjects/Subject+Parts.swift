import TrainingCore

extension Subject {
    /// The same network and validation images, with some of the images to train on, by their indices.
    func training(on indices: [Int]) -> Subject {
        Subject(
            name,
            data: DatasetSplit(
                train: Subset(data.train, indices: indices), validation: data.validation, test: data.test),
            evaluation: evaluation, augmentation: augmentation, batchSize: batchSize, makeModel: makeModel)
    }

    /// The same with `count` training images of each class, spread over all that it has: their order may be by writer.
    func training(onPerClass count: Int) -> Subject {
        let places = Dictionary(grouping: data.train.labels.indices) { data.train.label(at: $0) }
        return training(
            on: places.values.flatMap { places in
                (0..<min(count, places.count)).map { places[$0 * places.count / min(count, places.count)] }
            }.sorted())
    }
}
