import TrainingCore

/// A network with a part that gets zero gradients and one that gets none.
private final class BranchedNetwork: Module {
    let stem: Linear
    let norm: BatchNorm1d
    let layer1: Linear
    /// So far below zero that the ReLU behind it lets nothing through: its gradient is zero.
    let muted: Linear
    /// Not used: its gradient never arrives.
    let spare: Linear
    var fc: Linear

    init(width: Int) {
        stem = Linear(6, width)
        norm = BatchNorm1d(width)
        layer1 = Linear(width, width)
        muted = Linear(width, width)
        spare = Linear(width, 3)
        fc = Linear(width, 3)
        super.init()
        muted.bias?.copy(from: Tensor(repeating: -100, shape: [width]))
    }

    override func forward(_ x: Tensor) -> Tensor {
        let features = relu(norm(stem(x)))
        return fc(relu(layer1(features)) + relu(muted(features)))
    }
}

/// A model, an optimizer and a step in which flags, lists and values agree or do not.
struct UpdateCase {
    let what: String
    let model: Module
    let optimizer: Optimizer
    let step: () -> Void

    static func all(_ grading: Grading) -> [UpdateCase] {
        let all = ["stem", "norm", "layer1", "muted", "spare", "fc"]
        return [
            UpdateCase("the head learns and is held", grading, open: ["fc"], held: ["fc"], forgets: true),
            UpdateCase("two blocks learn and are held", grading, open: ["layer1", "fc"], held: ["layer1", "fc"]),
            UpdateCase("all learn and are held", grading, open: all, held: all),
            UpdateCase("all are held, with weight decay", grading, open: all, held: all, weightDecay: 0.1),
            UpdateCase("the head learns, all are held", grading, open: ["fc"], held: all),
            UpdateCase("all learn, the head is held", grading, open: all, held: ["fc"], forgets: true),
            UpdateCase("nothing learns, old gradients are left", grading, open: [], held: all, leavesGradients: true),
            oldHead(grading), meddled(grading),
        ]
    }

    /// The optimizer has a group for each part it holds, and the group has the part's name.
    private init(
        _ what: String, _ grading: Grading, open: [String], held: [String], weightDecay: Float = 0,
        leavesGradients: Bool = false, forgets: Bool = false,
        change: (BranchedNetwork) -> Void = { _ in }, meddle: @escaping (BranchedNetwork) -> Void = { _ in }
    ) {
        var generator = grading.generator()
        let width = Int.random(in: 4...7, using: &generator)
        let model = withSeed(grading.seed()) { BranchedNetwork(width: width) }
        if leavesGradients { FreezingModels.leaveGradients(in: model) }
        for (name, part) in model.children {
            for parameter in part.parameters { parameter.requiresGrad = open.contains(name) }
        }
        let optimizer = SGD(
            model.children.filter { held.contains($0.name) }.map {
                ParameterGroup($0.element.parameters, learningRate: 0.1, weightDecay: weightDecay, name: $0.name)
            })
        change(model)
        let inputs = Tensor((0..<4 * 6).map { _ in generator.normal() }, shape: [4, 6])
        (self.what, self.model, self.optimizer) = (what, model, optimizer)
        step = {
            let loss = crossEntropy(model.train()(inputs), [0, 1, 2, 0])
            if loss.requiresGrad { loss.backward() }
            optimizer.step()
            meddle(model)
            if forgets { model.zeroGrad() }
        }
    }

    /// The head was replaced by one with the same numbers; the optimizer has the old one, in a group called `fc`.
    private static func oldHead(_ grading: Grading) -> UpdateCase {
        UpdateCase(
            "the optimizer holds the head of before", grading, open: ["layer1", "fc"], held: ["layer1", "fc"],
            change: { model in
                let old = model.fc
                model.fc = Linear(old.inFeatures, 3)
                for (new, old) in zip(model.fc.parameters, old.parameters) { new.copy(from: old) }
            })
    }

    /// Two numbers of a frozen weight that nobody holds change places, which no sum would show.
    private static func meddled(_ grading: Grading) -> UpdateCase {
        UpdateCase(
            "somebody else changes a weight", grading, open: ["fc"], held: ["fc"],
            meddle: { $0.stem.weight.withMutableValues { $0.swapAt(0, $0.count - 1) } })
    }
}

/// What there was to see in a case, by parameters' names, and the table that an answer made of it.
struct UpdateObservation {
    let what: String
    let rows: [UpdateRow]
    /// How often the answer took the step.
    let steps: Int
    let names: [String]
    let learning: Set<String>, held: Set<String>, moved: Set<String>
    /// Parameters with a gradient, zero or not, before and after the step.
    let gradientBefore: Set<String>, gradientAfter: Set<String>
    /// What would count as held if one went by group names, by shapes or by numbers.
    let heldByName: Set<String>, heldByShape: Set<String>, heldByValues: Set<String>
}

extension UpdateCase {
    /// Asks for a table of this case. A step that was not taken is taken afterwards, to see what it moves.
    func observe(_ ask: (Module, Optimizer, () throws -> Void) throws -> [UpdateRow]) throws -> UpdateObservation {
        let parameters = model.namedParameters
        func names(_ isIn: (Parameter) -> Bool) -> Set<String> {
            Set(parameters.filter { isIn($0.element) }.map(\.name))
        }
        let held = optimizer.parameters
        let groups = optimizer.groups.map(\.name)
        let (shapes, values) = (held.map(\.shape), held.map(\.values))
        let heldByValues = names { values.contains($0.values) }
        let gradientBefore = names { $0.grad != nil }
        let before = ModelSnapshot(model)
        var steps = 0
        let rows = try ask(model, optimizer) {
            steps += 1
            step()
        }
        if steps == 0 { step() }
        return UpdateObservation(
            what: what, rows: rows, steps: steps, names: parameters.map(\.name), learning: names(\.requiresGrad),
            held: names { parameter in held.contains { $0 === parameter } },
            moved: Set(before.movedParameters(ModelSnapshot(model))), gradientBefore: gradientBefore,
            gradientAfter: names { $0.grad != nil },
            heldByName: Set(parameters.map(\.name).filter { name in groups.contains { name.hasPrefix("\($0).") } }),
            heldByShape: names { shapes.contains($0.shape) }, heldByValues: heldByValues)
    }
}
