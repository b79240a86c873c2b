import Checks
import Tensors

/// A part of a network that fine-tuning treats as one: frozen as a whole, with one learning rate.
public struct LayerGroup {
    /// The name of its first module: `layer3`. That of a whole network is empty.
    public let name: String
    /// Its modules in the order that the input passes them. Those without parameters are left out.
    public fileprivate(set) var modules: [Module]

    /// All parameters, frozen or not.
    public var parameters: [Parameter] { modules.flatMap(\.parameters) }

    /// Whether nothing in it can learn.
    public var isFrozen: Bool { modules.allSatisfy(\.isFrozen) }
}

extension Module {
    /// The stem, the blocks and the head of this network, in the order that the input passes them. All parameters are in
    /// one of them.
    ///
    /// A network that is ``Staged`` says where they begin: a ResNet has six groups, `conv1`, `layer1`, …, `layer4`, `fc`.
    /// In any other ``chain`` each module with parameters is a group, and a batch norm belongs to what it follows. A
    /// module that is neither is one group.
    public var layerGroups: [LayerGroup] {
        if let starts = (self as? any Staged)?.blockStarts {
            let modules = starts.map { ($0, module(named: $0)) }
            let missing = modules.filter { $0.1 == nil }.map(\.0)
            require(
                missing.isEmpty,
                "layerGroups: a block of this \(type(of: self)) should begin with \(missing.joined(separator: ", ")), "
                    + "but there is no such module")
            return groups(startingAt: modules.compactMap(\.1))
        }
        return groups(startingAt: (chain ?? []).filter { !$0.parameters.isEmpty && !($0 is BatchNorm) })
    }

    /// This network divided before each of the named modules.
    ///
    ///     try model.layerGroups(startingAt: ["layer3", "fc"])     // conv1 to layer2, layer3 and layer4, fc
    ///
    /// - Throws: ``UnknownModule`` for a name that no module bears.
    public func layerGroups(startingAt names: [String]) throws -> [LayerGroup] {
        groups(startingAt: try modules(named: names))
    }

    private func groups(startingAt starts: [Module]) -> [LayerGroup] {
        let starts = Set(starts.map { ObjectIdentifier($0) })
        let names = Dictionary(namedModules.map { (ObjectIdentifier($1), $0) }) { first, _ in first }
        var groups: [LayerGroup] = []
        var opensGroup = true
        func visit(_ module: Module) {
            if starts.contains(ObjectIdentifier(module)) { opensGroup = true }
            if module.holds(starts) {
                for part in module.chain ?? module.children.map(\.element) { visit(part) }
            } else if !module.parameters.isEmpty {
                if opensGroup {
                    groups.append(LayerGroup(name: names[ObjectIdentifier(module)] ?? "", modules: []))
                    opensGroup = false
                }
                groups[groups.count - 1].modules.append(module)
            }
        }
        visit(self)
        let grouped = Set(groups.flatMap(\.parameters).map { ObjectIdentifier($0) })
        let missing = namedParameters.filter { !grouped.contains(ObjectIdentifier($0.element)) }.map(\.name)
        require(
            missing.isEmpty,
            "layerGroups: \(missing.joined(separator: ", ")) lies beside the chain of this \(type(of: self)) or in no "
                + "part of its own, and so in no group")
        return groups
    }

    /// Whether one of the modules lies below this one.
    private func holds(_ modules: Set<ObjectIdentifier>) -> Bool {
        namedModules.dropFirst().contains { modules.contains(ObjectIdentifier($0.element)) }
    }
}

extension [LayerGroup] {
    /// The three groups that fastai has for a ResNet, a DenseNet and a VGG: all up to the last two blocks, these, and the
    /// head. Three groups or fewer stay as they are.
    ///
    /// fastai divides a DenseNet before its second transition, which stands in the first group here, and a VGG after 22
    /// layers, which is behind the third pooling or close to it. It knows two groups, body and head, of other networks.
    public var inThree: [LayerGroup] {
        guard count > 3 else { return self }
        func joined(_ range: Range<Int>) -> LayerGroup {
            LayerGroup(name: self[range.lowerBound].name, modules: self[range].flatMap(\.modules))
        }
        return [joined(0..<count - 3), joined(count - 3..<count - 1), self[count - 1]]
    }
}
