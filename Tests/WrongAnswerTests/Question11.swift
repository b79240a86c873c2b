import Grading
import Testing
import TrainingCore

@Suite("Q11 wrong and alternative answers")
struct Question11 {
    /// Replaces the final layer by what `successor` makes of it.
    private func replace(in model: Module, _ successor: (Linear) -> Module) {
        switch model {
        case let model as ResNet: (model.fc as? Linear).map { model.fc = successor($0) }
        case let model as VGG: (model.classifier[6] as? Linear).map { model.classifier[6] = successor($0) }
        case let model as DenseNet: (model.classifier as? Linear).map { model.classifier = successor($0) }
        case let model as EfficientNetLite: (model.fc as? Linear).map { model.fc = successor($0) }
        default: break
        }
    }

    private func rightly(_ model: Module, _ classes: Int) {
        replace(in: model) { Linear($0.inFeatures, classes) }
    }

    private func grade(
        _ grading: Grading, replacing replaceFinalLayer: @escaping (Module, Int) throws -> Void
    ) {
        gradeReplaceFinalLayer(
            replaceFinalLayer,
            { model, file, classes in
                try model.load(contentsOfFile: file)
                try replaceFinalLayer(model, classes)
            }, grading)
    }

    private let others = [
        "only the number of outputs edited", "replaced before the weights were loaded", "wrong layer of VGG",
        "input width guessed", "body weights changed",
    ]

    private func expectOnly(
        _ misconception: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: (Grading) -> Void
    ) {
        expectRejected(
            because: misconception, not: others.filter { $0 != misconception }, sourceLocation: sourceLocation, body)
    }

    @Test func outputsCutInAWrapper() {
        expectOnly("only the number of outputs edited") {
            grade($0) { model, classes in replace(in: model) { RelabelledLayer($0, classes) } }
        }
    }

    @Test func firstRowsOfTheOldWeightKept() {
        expectOnly("only the number of outputs edited") {
            grade($0) { model, classes in
                replace(in: model) { old in
                    let layer = Linear(old.inFeatures, classes)
                    let values = old.weight.values
                    layer.weight.withMutableValues { weight in
                        for i in weight.indices where i < values.count { weight[i] = values[i] }
                    }
                    return layer
                }
            }
        }
    }

    @Test func replacedBeforeAStrictLoad() {
        expectOnly("replaced before the weights were loaded") {
            gradeReplaceFinalLayer(
                rightly,
                { model, file, classes in
                    rightly(model, classes)
                    try model.load(contentsOfFile: file)
                }, $0)
        }
    }

    @Test func replacedBeforeALenientLoad() {
        expectOnly("replaced before the weights were loaded") {
            gradeReplaceFinalLayer(
                rightly,
                { model, file, classes in
                    rightly(model, classes)
                    model.loadWhatFits(try StateDictionary(contentsOfFile: file))
                }, $0)
        }
    }

    @Test func wholeClassifierOfVGGReplaced() {
        expectOnly("wrong layer of VGG") {
            grade($0) { model, classes in
                guard let vgg = model as? VGG, let first = vgg.classifier[0] as? Linear else {
                    return rightly(model, classes)
                }
                vgg.classifier.layers = [Linear(first.inFeatures, classes)]
            }
        }
    }

    @Test func firstLayerOfVGGsClassifierReplaced() {
        expectOnly("wrong layer of VGG") {
            grade($0) { model, classes in
                guard let vgg = model as? VGG, let first = vgg.classifier[0] as? Linear else {
                    return rightly(model, classes)
                }
                vgg.classifier[0] = Linear(first.inFeatures, classes)
            }
        }
    }

    @Test func layerAppendedToVGGsClassifier() {
        expectOnly("wrong layer of VGG") {
            grade($0) { model, classes in
                guard let vgg = model as? VGG, let last = vgg.classifier[6] as? Linear else {
                    return rightly(model, classes)
                }
                vgg.classifier.layers.append(Linear(last.outFeatures, classes))
            }
        }
    }

    @Test func widthGuessed() {
        expectOnly("input width guessed") {
            grade($0) { model, classes in
                let width = model is VGG ? 4096 : model is DenseNet ? 1024 : model is ResNet ? 512 : 1280
                replace(in: model) { _ in Linear(width, classes) }
            }
        }
    }

    @Test func widthFoundWithABatchInTrainingMode() {
        expectOnly("body weights changed") {
            grade($0) { model, classes in
                _ = model(.zeros([2, 3, 32, 32]))
                rightly(model, classes)
            }
        }
    }

    @Test func everyLinearLayerAndConvolutionStartedAfresh() {
        expectOnly("body weights changed") {
            gradeReplaceFinalLayer(
                { model, classes in
                    rightly(model, classes)
                    for case let layer as Conv2d in model.namedModules.map(\.element) {
                        layer.weight.copy(from: kaimingUniform(layer.weight.shape))
                    }
                },
                { model, file, classes in
                    try model.load(contentsOfFile: file)
                    rightly(model, classes)
                }, $0)
        }
    }

    @Test func nothingReplaced() {
        expectRejected(onlyBecause: nil) { grade($0) { _, _ in } }
    }

    @Test func newLayerBehindTheOldOne() {
        expectRejected(onlyBecause: nil) {
            grade($0) { model, classes in replace(in: model) { Sequential($0, Linear($0.outFeatures, classes)) } }
        }
    }

    @Test func keptWhereTheClassesAreAsMany() {
        expectRejected(onlyBecause: nil) {
            grade($0) { model, classes in
                replace(in: model) { $0.outFeatures == classes ? $0 : Linear($0.inFeatures, classes) }
            }
        }
    }

    @Test func forOneFamilyOnly() {
        expectRejected(onlyBecause: nil) {
            grade($0) { model, classes in if model is ResNet { rightly(model, classes) } }
        }
    }

    @Test func byTheLastLinearLayersWeight() {
        expectAccepted {
            gradeReplaceFinalLayer(
                { model, classes in
                    let width = model.parameters.last { $0.rank == 2 }?.shape[1] ?? 0
                    let layer = Linear(width, classes)
                    layer.bias?.copy(from: .zeros([classes]))
                    if let vgg = model as? VGG {
                        vgg.classifier.layers = vgg.classifier.layers.dropLast() + [layer]
                    }
                    (model as? ResNet)?.fc = layer
                    (model as? DenseNet)?.classifier = layer
                    (model as? EfficientNetLite)?.fc = layer
                },
                { model, file, classes in
                    // The same, the other way about: the new layer first, all but the file's head loaded into the rest.
                    var state = try StateDictionary(contentsOfFile: file)
                    for name in state.names where name.hasPrefix("fc.") || name.hasPrefix("classifier.") {
                        state[name] = nil
                    }
                    rightly(model, classes)
                    model.loadWhatFits(state)
                }, $0)
        }
    }
}

/// Looks like a layer for fewer classes, but the old one is inside.
private final class RelabelledLayer: Module {
    let layer: Linear
    let outFeatures: Int

    init(_ layer: Linear, _ outFeatures: Int) {
        self.layer = layer
        self.outFeatures = outFeatures
    }

    override func forward(_ x: Tensor) -> Tensor { layer(x) }
}
