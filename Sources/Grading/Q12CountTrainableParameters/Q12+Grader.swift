import TrainingCore

/// Grades Q12: the number of elements that a training step may change.
public func gradeCountTrainableParameters(_ count: (Module) throws -> Int, _ grading: Grading) {
    grading.check("elements count, not tensors") {
        for _ in 0..<2 { try check(count, plainNetwork(grading), Q12.tensorsCounted) }
    }
    grading.check("batch norm's statistics do not count") {
        try check(count, residualNetwork(grading), Q12.buffersCounted)
    }
    grading.check("frozen parameters do not count") {
        let model = residualNetwork(grading)
        try model.freeze(except: ["layer4", "fc"])
        try check(count, model, Q12.frozenCounted)
        let wholeBlocks = wrongCount(model, [])
        model.parameters.last?.requiresGrad = false  // the head's bias alone
        let found = try count(model)
        if found == wholeBlocks {
            throw Mistake(
                expected: "\(wrongCount(model, [])) once fc.bias alone is frozen", found: "\(found)", Q12.frozenCounted)
        }
        try check(count, model, Q12.frozenCounted)
        model.freeze()
        try check(count, model, Q12.frozenCounted)
    }
    grading.check("a shared parameter counts once") {
        try check(count, SharingNetwork(grading.size()), Q12.sharedCountedTwice)
        let block = Linear(grading.size(), 5)
        try check(count, Sequential(block, ReLU(), block), Q12.sharedCountedTwice)
    }
}

extension Grading {
    fileprivate func size() -> Int {
        var generator = generator()
        return Int.random(in: 3...12, using: &generator)
    }
}

private func plainNetwork(_ grading: Grading) -> Module {
    let width = grading.size()
    return Sequential(
        Conv2d(3, width, kernel: 3), ReLU(), AdaptiveAvgPool2d(1), Flatten(), Linear(width, grading.size()))
}

private func residualNetwork(_ grading: Grading) -> Module {
    ResNet(blocks: [1, 1, 1, 1], classes: grading.size(), width: 4)
}

/// Two layers with a bias each over one weight, as in an autoencoder with tied weights.
private final class SharingNetwork: Module {
    let encoder: SharedLayer
    let decoder: SharedLayer

    init(_ width: Int) {
        let weight = Parameter(.ones([width, width]))
        encoder = SharedLayer(weight)
        decoder = SharedLayer(weight)
    }
}

private final class SharedLayer: Module {
    let weight: Parameter
    let bias: Parameter

    init(_ weight: Parameter) {
        self.weight = weight
        bias = Parameter(.zeros([weight.shape[0]]))
    }
}

/// Compares the learner's count with the right one. If another number was found, it looks for the fewest mistakes that
/// together lead to it, and names one of them: the check's own if it is among them.
private func check(_ count: (Module) throws -> Int, _ model: Module, _ topic: Misconception) throws {
    let (found, expected) = (try count(model), wrongCount(model, []))
    guard found != expected else { return }
    let known = [
        Q12.tensorsCounted, Q12.buffersCounted, Q12.frozenCounted, Q12.sharedCountedTwice, Q12.countedAgainInParents,
    ]
    let mixtures = (1..<1 << known.count).map { bits in known.indices.filter { bits >> $0 & 1 == 1 }.map { known[$0] } }
    let explanation = mixtures.sorted { $0.count < $1.count }.first { wrongCount(model, $0) == found } ?? []
    throw Mistake(
        expected: "\(expected) trainable numbers in a \(type(of: model))", found: "\(found)",
        explanation.contains(topic) ? topic : explanation.first)
}

/// The count that somebody with these misconceptions arrives at; without any, the right one.
private func wrongCount(_ model: Module, _ mistakes: [Misconception]) -> Int {
    if mistakes.contains(Q12.countedAgainInParents) {
        let rest = mistakes.filter { $0 != Q12.countedAgainInParents }
        return model.namedModules.map { wrongCount($0.element, rest) }.reduce(0, +)
    }
    var seen: Set<ObjectIdentifier> = []
    var total = 0
    func add(_ tensor: Tensor, _ identity: AnyObject) {
        let isNew = seen.insert(ObjectIdentifier(identity)).inserted
        guard isNew || mistakes.contains(Q12.sharedCountedTwice) else { return }
        total += mistakes.contains(Q12.tensorsCounted) ? 1 : tensor.count
    }
    for (_, module) in model.namedModules {
        for (name, parameter) in module.namedParameters where !name.contains(".") {
            if parameter.requiresGrad || mistakes.contains(Q12.frozenCounted) { add(parameter, parameter) }
        }
        for (name, buffer) in module.namedBuffers where !name.contains(".") {
            if mistakes.contains(Q12.buffersCounted) { add(buffer.value, buffer) }
        }
    }
    return total
}
