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

    /// The same with the first `count` training images of each class, or as many as a class has.
    func training(onPerClass count: Int) -> Subject {
        var taken = [Int](repeating: 0, count: data.classes.count)
        return training(
            on: data.train.labels.enumerated().compactMap { index, label in
                taken[label] += 1
                return taken[label] <= count ? index : nil
            })
    }
}
