import TrainingCore

/// Gives `model` a new final layer for `classes` classes.
public func replaceFinalLayer(of model: Module, classes: Int) throws {
    switch model {
    case let model as ResNet: model.fc = try successor(of: model.fc, classes)
    case let model as VGG: model.classifier[6] = try successor(of: model.classifier[6], classes)
    case let model as DenseNet: model.classifier = try successor(of: model.classifier, classes)
    case let model as EfficientNetLite: model.fc = try successor(of: model.fc, classes)
    default: throw UnknownFinalLayer()
    }
}

/// Fills `model` with the weights in `file`, which were trained on the classes that `model` has now, and fits it for
/// `classes` of your own, even if they are as many.
public func loadAndReplaceFinalLayer(of model: Module, weights file: String, classes: Int) throws {
    try model.load(contentsOfFile: file)  // while the model still has the file's number of classes
    try replaceFinalLayer(of: model, classes: classes)
}

/// The model is of another family, or its final layer is not a `Linear`.
struct UnknownFinalLayer: Error {}

/// A fresh layer for `classes` classes, as wide at its input as the one it follows.
private func successor(of layer: Module, _ classes: Int) throws -> Linear {
    guard let layer = layer as? Linear else { throw UnknownFinalLayer() }
    return Linear(layer.inFeatures, classes)
}
