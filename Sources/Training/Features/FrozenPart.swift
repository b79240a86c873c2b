import Layers
import Tensors

/// The beginning of a network that makes the same of an image in every epoch, and where it may end.
struct FrozenPart {
    /// The network as a chain of modules, taken apart as far as possible.
    let links: [Module]
    /// After how many of the links the frozen part may end: after its last parameter, or after some of the modules
    /// without parameters that follow, such as a pooling. They cost little and may make the features smaller.
    let ends: ClosedRange<Int>

    /// What stands still in `model` in its present mode; `nil` if that does not save any work.
    ///
    /// A module stands still if it is ``Layers/Repeatable``, has no parameter that learns and no observer. An observer
    /// wants to hear every output, so a module that has one is always run, and as a whole.
    init?(of model: Module) {
        links = model.links
        let still = links.prefix { $0.standsStill }
        guard let last = still.lastIndex(where: { !$0.parameters.isEmpty }) else { return nil }
        ends = last + 1...still.count
    }

    /// The last module with parameters.
    var last: Module { links[ends.lowerBound - 1] }

    /// What is frozen.
    var parameters: [ObjectIdentifier] {
        links[..<ends.lowerBound].flatMap(\.parameters).map { ObjectIdentifier($0) }
    }

    /// What some of the links make of `x`.
    func links(_ range: Range<Int>, of x: Tensor) -> Tensor { Array(links[range]).chained(x) }

    /// The smallest features that the frozen part can end with, and after how many links.
    func smallestFeatures(of images: Tensor) -> (features: Tensor, end: Int) {
        var y = links(0..<ends.lowerBound, of: images)
        var smallest = (features: y, end: ends.lowerBound)
        for end in ends.dropFirst() {
            y = links[end - 1](y)
            if y.count <= smallest.features.count { smallest = (y, end) }
        }
        return smallest
    }
}

extension Module {
    fileprivate var standsStill: Bool {
        isFrozen
            && namedModules.allSatisfy { _, module in
                module.outputObserver == nil
                    && (module.chain != nil || (module as? any Repeatable)?.isRepeatable == true)
            }
    }
}
