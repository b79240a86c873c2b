import Layers
import Tensors

/// A set-up with what several rules want to know of its model, looked up once: finding it by reflection is slow.
struct CheckedSetup {
    /// A module with parameters of its own.
    struct Layer {
        let name: String
        let module: Module
        let parameters: [Named<Parameter>]
        let norm: BatchNorm?

        var isFrozen: Bool { !parameters.contains(where: \.element.requiresGrad) }
    }

    let setup: TrainingSetup
    let parameters: [Named<Parameter>]
    let layers: [Layer]
    /// Modules that may behave otherwise in training.
    let modal: [Named<Module>]
    /// What makes logits of features: the last block of a network that says where its blocks begin, the last layer with
    /// weights of any other.
    let head: Named<Module>?
    private let headParameters: Set<ObjectIdentifier>
    private let heldParameters: Set<ObjectIdentifier>

    init(_ setup: TrainingSetup) {
        self.setup = setup
        let modules = setup.model.namedModulesWithParameters
        parameters = modules.flatMap(\.parameters)
        layers = modules.filter { !$0.parameters.isEmpty }.map {
            Layer(name: $0, module: $1, parameters: $2, norm: $1 as? BatchNorm)
        }
        modal = modules.filter { $0.module is BatchNorm || $0.module is any DrawingModule }.map { ($0.name, $0.module) }
        let byName = Dictionary(modules.map { ($0.name, $0.module) }) { first, _ in first }
        let start = (setup.model as? any Staged)?.blockStarts.last
        let last = layers.last { $0.parameters.contains { $0.element.rank > 1 } }?.name
        head = [start, last].lazy.compactMap { $0 }.compactMap { name in byName[name].map { (name, $0) } }.first
        let headName = head?.name ?? ""
        headParameters = Set(
            parameters.filter { headName.isEmpty || $0.name.hasPrefix("\(headName).") }.map {
                ObjectIdentifier($0.element)
            })
        heldParameters = Set((setup.optimizer?.parameters ?? []).map { ObjectIdentifier($0) })
    }

    func isHeld(_ parameter: Parameter) -> Bool { heldParameters.contains(ObjectIdentifier(parameter)) }
    func isInHead(_ parameter: Parameter) -> Bool { headParameters.contains(ObjectIdentifier(parameter)) }

    /// The parameters of the head, and those of all else.
    var headAndBody: (head: [Parameter], body: [Parameter]) {
        (parameters.map(\.element).filter(isInHead), parameters.map(\.element).filter { !isInHead($0) })
    }

    /// How many logits there are; `nil` where that does not show before the model has run.
    var logitCount: Int? {
        guard setup.model.chain != nil else { return nil }
        return (layers.last { $0.parameters.contains { isInHead($0.element) } }?.module as? Linear)?.outFeatures
    }

    /// Batch norms that normalise by the batch when the model trains.
    var followingNorms: [Layer] { layers.filter { $0.norm?.statisticsAreFrozen == false } }

    /// Those of them that cannot learn, behind a layer that cannot either. Frozen norms between layers that learn are
    /// another matter: their statistics have to follow.
    var normsInFrozenPart: [Layer] {
        var layerIsFrozen = false
        return layers.filter { layer in
            guard let norm = layer.norm else {
                layerIsFrozen = layer.isFrozen
                return false
            }
            return layerIsFrozen && layer.isFrozen && !norm.statisticsAreFrozen
        }
    }
}
