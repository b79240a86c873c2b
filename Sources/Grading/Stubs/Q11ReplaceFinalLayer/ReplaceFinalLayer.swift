// Q11  Replace the final layer                                     Chapters/04-loading.md#q11
//
// A pretrained model answers with the classes it was trained on. Give it a new final layer, a `Linear` with fresh
// weights, for your classes. The model is a ResNet, a VGG, a DenseNet or an EfficientNetLite, of any width; each keeps
// its final layer elsewhere: `fc`, `classifier[6]`, `classifier`, `fc`. Nothing else in the model may change.

import TrainingCore

/// Gives `model` a new final layer for `classes` classes.
public func replaceFinalLayer(of model: Module, classes: Int) throws {
    throw Unfinished()
}

/// Fills `model` with the weights in `file`, which were trained on the classes that `model` has now, and fits it for
/// `classes` of your own, even if they are as many.
public func loadAndReplaceFinalLayer(of model: Module, weights file: String, classes: Int) throws {
    throw Unfinished()
}
