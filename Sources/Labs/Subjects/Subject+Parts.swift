import TrainingCore

extension Subject {
    /// The same network and held-out images, with some of the images to train on, by their indices.
    ///
    /// - Parameters:
    ///   - name: what it is called then, where a lab has both; its own name if left out.
    ///   - batchSize: images in a training step; the same as before if left out.
    func training(on indices: [Int], name: String? = nil, batchSize: Int? = nil) -> Subject {
        Subject(
            name ?? self.name,
            data: DatasetSplit(
                train: Subset(data.train, indices: indices), validation: data.validation, test: data.test),
            evaluation: evaluation, augmentation: augmentation, batchSize: batchSize ?? self.batchSize,
            makeModel: makeModel)
    }

    /// The same with every so-manieth of the training images only.
    func thinned(_ name: String, every step: Int, batchSize: Int? = nil) -> Subject {
        training(
            on: Array(stride(from: 0, to: data.train.count, by: step)), name: name, batchSize: batchSize)
    }

    /// The training images as they are, in order: to measure how well they were learnt.
    var trainingAsTheyAre: DataLoader { DataLoader(data.train, transforms: evaluation, batchSize: 50) }

    /// The same with `count` training images of each class, spread over all that it has: their order may be by writer.
    func training(onPerClass count: Int) -> Subject {
        let places = Dictionary(grouping: data.train.labels.indices) { data.train.label(at: $0) }
        return training(
            on: places.values.flatMap { places in
                (0..<min(count, places.count)).map { places[$0 * places.count / min(count, places.count)] }
            }.sorted())
    }
}
