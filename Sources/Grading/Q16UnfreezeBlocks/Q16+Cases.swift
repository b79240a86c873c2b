import TrainingCore

/// A model and what is to be opened in it.
struct UnfreezingCase {
    let what: String
    let model: Module
    let blocks: [String]
    let head: String

    /// Names that are parts of others, nested, none; models that learn, that are frozen, and whose head learns.
    static func all(_ grading: Grading) -> [UnfreezingCase] {
        let wanted: [(isLookalike: Bool, blocks: [String], head: String)] = [
            (false, ["layer4"], "fc"), (false, ["layer3", "layer4"], "fc"), (true, ["layer1"], "fc"),
            (true, ["layer1.1"], "fc"), (true, ["encoder.layer1", "layer10"], "fc"),
            (false, ["layer4", "layer4.0.conv1"], "fc"), (false, [], "fc"),
        ]
        var generator = grading.generator()
        let offset = Int.random(in: 0..<State.allCases.count, using: &generator)
        return wanted.shuffled(using: &generator).enumerated().map { index, wanted in
            let width = Int.random(in: 3...5, using: &generator)
            let model: Module =
                wanted.isLookalike
                ? withSeed(grading.seed()) { LookalikeNetwork(width: width) }
                : FreezingModels.residual(grading, width: width)
            let names = wanted.blocks.isEmpty ? "no block" : wanted.blocks.joined(separator: ", ")
            let result = UnfreezingCase(
                what: "\(names) and \(wanted.head)", model: model, blocks: wanted.blocks, head: wanted.head)
            result.bring(into: State.allCases[(index + offset) % State.allCases.count])
            return result
        }
    }

    /// How the model comes.
    private enum State: CaseIterable {
        case learning, frozen, headLearning
    }

    private func bring(into state: State) {
        switch state {
        case .learning: FreezingModels.leaveGradients(in: model)
        case .frozen: model.freeze()
        case .headLearning:
            model.freeze()
            model.module(named: head)?.unfreeze()
        }
    }

    // MARK: - What belongs where

    /// Whether a parameter or buffer lies in one of the blocks.
    func isInBlocks(_ name: String) -> Bool { blocks.contains { name.hasPrefix("\($0).") } }

    func isInHead(_ name: String) -> Bool { name.hasPrefix("\(head).") }

    func isToLearn(_ name: String) -> Bool { isInBlocks(name) || isInHead(name) }

    /// Whether only a search for text would take a parameter or buffer for part of what was named.
    func looksNamed(_ name: String) -> Bool { !isToLearn(name) && (blocks + [head]).contains(where: name.contains) }

    /// Opens what is to learn, as a right answer does.
    func open() {
        model.freeze()
        for name in blocks + [head] { model.module(named: name)?.unfreeze() }
    }

    /// Why parameters or buffers that were not named learn or move, if that is plain to see.
    func reason(forExtra names: [String]) -> Misconception? {
        if names.allSatisfy(looksNamed) { return Q16.substringMatch }
        return model.parameters.allSatisfy(\.requiresGrad) ? Q16.restLeftOpen : nil
    }

    /// The names of the parameters that may learn now.
    var learning: [String] { model.namedParameters.filter(\.element.requiresGrad).map(\.name) }

    /// Whether something learns in the named block, or head, that a parameter or buffer lies in.
    func ownerLearns(of name: String) -> Bool {
        (blocks + [head]).contains { owner in
            name.hasPrefix("\(owner).") && learning.contains { $0.hasPrefix("\(owner).") }
        }
    }

    /// The rate at which the head was trained so far; no answer is asked for this one.
    static let oldRate: Float = 0.2

    /// An optimizer that holds the head alone and has taken a step with it.
    func headOptimizer(_ grading: Grading) throws -> Optimizer {
        let parameters = model.module(named: head)?.parameters ?? []
        let optimizer = SGD(parameters, learningRate: Self.oldRate, momentum: 0.9, weightDecay: 0.01)
        try FreezingModels.step(model, optimizer, on: FreezingModels.images(grading))
        return optimizer
    }
}
