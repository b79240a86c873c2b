import Q09LoadPretrainedModelSolution
import Q10InspectArchitectureSolution
import Q11ReplaceFinalLayerSolution
import Q12CountTrainableParametersSolution
import Q13FreezeAllLayersSolution
import Q14VerifyFrozenSolution
import Q15TrainFinalLayerSolution
import Q16UnfreezeBlocksSolution
import TrainingCore
import Wording

/// Chapters 4 and 5: a pretrained model, and nothing in it that moves but the head.
extension Tour {
    /// The name of the final layer.
    static let head = "_fc"

    func model(classes: Int) throws -> Module {
        narrator.heading("Chapter 4: a pretrained model")
        let model = try loadPretrained({ EfficientNetLite() }, weights: weights)
        let rows = try Q10InspectArchitectureSolution.inspect(model, input: [1, 3, size, size])
        let total = rows.map(\.parameters).reduce(0, +)
        narrator.say("Q9   EfficientNet-Lite0, trained on ImageNet")
        narrator.say("Q10  \(rows.count) modules, \(grouped(total)) parameters:")
        for (name, _) in model.children {
            let own = rows.filter { $0.name == name || $0.name.hasPrefix("\(name).") }
            let count = own.map(\.parameters).reduce(0, +)
            let shape = own.first?.outputShape.dropFirst().map(String.init).joined(separator: " × ") ?? ""
            if count > 0 { narrator.say("       \(padded(name, 14))\(padded(grouped(count), 12))\(shape)") }
        }
        try replaceFinalLayer(of: model, classes: classes)
        narrator.say("Q11  a new head: 1280 features, \(classes) classes in place of ImageNet's 1000")
        narrator.say("Q12  \(grouped(try countTrainableParameters(of: model))) numbers may change in training")
        return model
    }

    func freezeAndVerify(_ model: Module, _ small: Toolkit, _ parts: TourData) throws {
        narrator.heading("Chapter 5: freezing")
        guard let batch = try parts.loaders(seed: seed).training.batches(epoch: 0).next() else { return }
        try freezeAllLayers(of: model)
        let names = try namesThatLearn(in: model)
        let frozen = try isFrozen(model) {
            let optimizer = SGD(model.parameters, learningRate: 0.01, momentum: 0.9, weightDecay: 0.01)
            _ = model.train()(batch.images)
            optimizer.step()
        }
        guard frozen else { throw FrozenPartMoved(names: names) }
        narrator.say("Q13  everything is frozen")
        narrator.say("Q14  and a step in training mode moved nothing, batch-norm statistics included")

        if let resNet = small.model as? ResNet {
            let head = try trainOnlyHead(of: resNet)
            narrator.say(
                "Q15  the small ResNet: \(head.count) tensors of \(resNet.parameters.count) left to learn, its head")
        }
        try unfreezeBlocks([], of: model, head: Self.head)
        let moved = try namesThatMove(in: model) {
            let optimizer = SGD(model.parameters, learningRate: 0.01, momentum: 0.9, weightDecay: 0.01)
            crossEntropy(model.train()(batch.images), batch.labels).backward()
            optimizer.step()
        }
        let tensors = model.namedParameters.count + model.namedBuffers.count
        narrator.say(
            "Q16  with the head open, one training step moved \(moved.joined(separator: ", ")): "
                + "\(moved.count) of \(tensors) tensors")
        let others = moved.filter { !$0.hasPrefix("\(Self.head).") }
        guard others.isEmpty else { throw FrozenPartMoved(names: others) }
    }
}

/// The proof of the freeze failed.
struct FrozenPartMoved: Error, CustomStringConvertible {
    let names: [String]
    var description: String { "frozen, but changed by a training step: \(names.joined(separator: ", "))" }
}
