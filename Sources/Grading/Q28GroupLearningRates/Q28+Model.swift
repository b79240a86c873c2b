import RandomNumbers
import TrainingCore

/// A model to be divided into groups, and how it should be.
struct GroupedModel {
    let label: String
    let model: Module
    let starts: [String]
    /// The parameters that each group should have.
    let groups: [[Parameter]]
    private let names: [ObjectIdentifier: String]

    init(_ label: String, _ model: Module, startingAt starts: [String]) {
        (self.label, self.model, self.starts) = (label, model, starts)
        var groups: [[Parameter]] = [[]]
        var names: [ObjectIdentifier: String] = [:]
        for (name, child) in model.children {
            if starts.contains(name) { groups.append([]) }
            for (path, parameter) in child.namedParameters where names[ObjectIdentifier(parameter)] == nil {
                names[ObjectIdentifier(parameter)] = "\(name).\(path)"
                if parameter.requiresGrad { groups[groups.count - 1].append(parameter) }
            }
        }
        (self.groups, self.names) = (groups, names)
    }

    /// All parameters that should be in some group.
    var learning: [Parameter] { groups.flatMap { $0 } }

    func name(_ parameter: Parameter) -> String {
        names[ObjectIdentifier(parameter)] ?? "a parameter that is not the model's"
    }

    /// A whole network, one whose first blocks are frozen, and chains in which one name begins like another or a layer
    /// stands in two places.
    static func all(_ grading: Grading) -> [GroupedModel] {
        var generator = grading.generator()
        let first = ["bn1", "layer1", "layer2"].randomElement(using: &generator)!
        let width = Int.random(in: 3...4, using: &generator)
        let open = FreezingModels.residual(grading, width: width)
        let frozen = FreezingModels.residual(grading, width: width)
        frozen.freeze()
        frozen.module(named: "layer3.0.bn2")?.unfreeze()
        for name in ["layer4", "fc"] { frozen.module(named: name)?.unfreeze() }
        return [
            GroupedModel("a ResNet", open, startingAt: [first, "layer3", "fc"]),
            GroupedModel("a ResNet with frozen blocks", frozen, startingAt: ["layer2", "layer4", "fc"]),
            GroupedModel("a chain of 12 layers", chain(grading), startingAt: ["1", "10"]),
            GroupedModel("a chain with a layer in two places", tied(grading), startingAt: ["1", "3", "4"]),
        ]
    }

    private static func chain(_ grading: Grading) -> Sequential {
        withSeed(grading.seed()) { Sequential((0..<12).map { _ in Linear(3, 3) }) }
    }

    private static func tied(_ grading: Grading) -> Sequential {
        withSeed(grading.seed()) {
            let shared = Linear(3, 3)
            return Sequential(Linear(3, 3), shared, ReLU(), shared, Linear(3, 2))
        }
    }
}
