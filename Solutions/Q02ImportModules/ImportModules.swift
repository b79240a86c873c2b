import TrainingCore

/// The six parts for the pictures in `folder`, which has a sub-folder for each class.
public func buildToolkit(imagesIn folder: String, imageSize: Int, batchSize: Int) throws -> Toolkit {
    let dataset = try ImageFolder(folder)
    let transforms = Preset.efficientNetLite0.evaluationTransforms(size: imageSize)
    let loader = DataLoader(dataset, transforms: transforms, batchSize: batchSize, sampler: .shuffled)
    let model = ResNet(blocks: [1, 1, 1, 1], classes: dataset.classes.count, width: 8)
    let optimizer = SGD(model.parameters, learningRate: 0.01)  // made last: it holds the model's final parameters
    return Toolkit(
        dataset: dataset, transforms: transforms, loader: loader, model: model, loss: { crossEntropy($0, $1) },
        optimizer: optimizer)
}

/// Takes one training step with the first batch of the loader's epoch 0 and returns the loss before the step.
public func trainOnFirstBatch(_ toolkit: Toolkit) throws -> Float {
    guard let batch = try toolkit.loader.batches(epoch: 0).next() else {
        throw FileError("the dataset", expected: "at least one picture", found: "none")
    }
    toolkit.optimizer.zeroGrad()
    let loss = toolkit.loss(toolkit.model(batch.images), batch.labels)
    loss.backward()
    toolkit.optimizer.step()
    return loss.item
}
