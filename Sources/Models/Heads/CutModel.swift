import Layers
import Tensors

/// The beginning of a network, up to and including some block, and a head of one's own behind it.
///
///     let model = try resnet.cut(after: "layer4")
///     model.head = Head.concatPooling(model.channels(), classes: 10)
///
/// It shares its modules with the network that it was cut from, and their names: `layer4.1.conv2.weight`. Without a head
/// its output is the block's.
public final class CutModel: Module, Staged {
    private let parts: [Module]
    private let names: [String]
    private let startsOfLinks: [String]
    /// What makes logits of the features; `nil` hands them out.
    public var head: Module?

    /// Where the blocks of the original begin, as far as they are here, and the head.
    public var blockStarts: [String] { startsOfLinks + (head == nil ? [] : ["head"]) }

    fileprivate init(_ links: [Module], of source: Module, head: Module?) {
        let sourceNames = Dictionary(source.namedModules.map { (ObjectIdentifier($1), $0) }) { first, _ in first }
        let names = links.enumerated().map { sourceNames[ObjectIdentifier($1)] ?? "link\($0)" }
        parts = links
        self.names = names
        self.head = head
        let starts = (source as? any Staged)?.blockStarts ?? source.layerGroups.map(\.name)
        startsOfLinks = starts.compactMap { start in
            // A block may be here in parts, or inside of a part.
            let name = names.first { $0 == start || $0.hasPrefix(start + ".") || start.hasPrefix($0 + ".") }
            return name.map { $0.count > start.count ? $0 : start }
        }
    }

    /// The names of the original.
    public override func key(forElement index: Int, ofProperty name: String) -> String { names[index] }

    /// The original's parts, and the head.
    public override var chain: [Module]? { parts + (head.map { [$0] } ?? []) }

    /// How many channels the features have: what a head begins with. Found by a black image that goes through.
    ///
    /// - Parameter side: the image's height and width; 64 as in fastai, which is enough for the networks of this package.
    public func channels(side: Int = 64) -> Int {
        evaluating { Sequential(parts)(.zeros([1, 3, side, side])).shape[1] }
    }
}

/// A network cannot be taken apart where it was asked for.
public struct CannotCut: Error, Equatable, CustomStringConvertible, Sendable {
    /// After which module it should have been cut.
    public let name: String
    /// The type of the model.
    public let model: String

    /// `layer4.1.conv1: the input of this ResNet does not pass it alone; cut after the block that it is in`
    public var description: String {
        "\(name): the input of this \(model) does not pass it alone; cut after the block that it is in"
    }
}

extension Module {
    /// This network up to and including a block, with a head of one's own.
    ///
    /// - Parameter name: a block that the whole input passes: `layer4`, `layer4.0`, `features.denseblock4`.
    /// - Throws: ``Layers/UnknownModule`` for a name that no module bears, ``CannotCut`` for a module inside of a block
    ///   with branches, and in a network that does not say which modules it is a ``Layers/Module/chain`` of.
    public func cut(after name: String, head: Module? = nil) throws -> CutModel {
        guard let links = links(through: try modules(named: [name])[0]) else {
            throw CannotCut(name: name, model: "\(type(of: self))")
        }
        return CutModel(links, of: self, head: head)
    }

    /// The chain up to a module in it, at whatever depth.
    private func links(through block: Module) -> [Module]? {
        guard let chain else { return nil }
        for (index, link) in chain.enumerated() {
            if link === block { return Array(chain[...index]) }
            if let inner = link.links(through: block) { return chain[..<index] + inner }
        }
        return nil
    }
}
