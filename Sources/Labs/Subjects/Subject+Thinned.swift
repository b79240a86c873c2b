import TrainingCore

extension Subject {
    /// The same with every so-manieth of the training images only. Validation and test images stay.
    ///
    /// - Parameters:
    ///   - name: what it is called then; two subjects of a lab have different names.
    ///   - batchSize: images in a training step; the same as before if left out.
    func thinned(_ name: String, every step: Int, batchSize: Int? = nil) -> Subject {
        let indices = Array(stride(from: 0, to: data.train.count, by: step))
        return Subject(
            name,
            data: DatasetSplit(
                train: Subset(data.train, indices: indices), validation: data.validation, test: data.test),
            evaluation: evaluation, augmentation: augmentation, batchSize: batchSize ?? self.batchSize,
            makeModel: makeModel)
    }

    /// The training images as they are, in order: to measure how well they were learnt.
    var trainingAsTheyAre: DataLoader { DataLoader(data.train, transforms: evaluation, batchSize: 50) }
}
